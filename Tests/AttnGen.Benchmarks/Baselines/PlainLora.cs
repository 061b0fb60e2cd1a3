using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>A projection with a low-rank adapter beside it, built as PEFT's <c>lora.Linear</c> is.</summary>
internal sealed class PlainLora : nn.Module<Tensor, Tensor>
{
    private readonly Linear baseLayer;
    private readonly Linear loraA;
    private readonly Linear loraB;
    private readonly Dropout? loraDropout;
    private readonly double scale;

    public PlainLora(Linear baseLayer, int rank, double alpha, double dropout = 0)
        : base(nameof(PlainLora))
    {
        this.baseLayer = baseLayer;
        loraA = nn.Linear(baseLayer.weight.shape[1], rank, hasBias: false);
        loraB = nn.Linear(rank, baseLayer.weight.shape[0], hasBias: false);
        loraDropout = dropout > 0 ? nn.Dropout(dropout) : null;
        nn.init.zeros_(loraB.weight);
        scale = alpha / rank;
        RegisterComponents();
        foreach (var parameter in baseLayer.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    /// <summary>The adapter's matrices, A and B.</summary>
    public (Parameter A, Parameter B) Adapter => (loraA.weight, loraB.weight);

    public override Tensor forward(Tensor input)
    {
        var result = baseLayer.call(input);
        return result + (loraB.call(loraA.call(loraDropout?.call(input) ?? input)) * scale);
    }
}
