using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>Three projections without biases, Q and V with an adapter.</summary>
internal sealed class PlainProjections : nn.Module<Tensor, Tensor>
{
    private readonly PlainLora query;
    private readonly nn.Module<Tensor, Tensor> key;
    private readonly PlainLora value;

    public PlainProjections(int width, double dropout = 0)
        : base(nameof(PlainProjections))
    {
        query = new PlainLora(nn.Linear(width, width, hasBias: false), 8, 8, dropout);
        key = nn.Linear(width, width, hasBias: false);
        value = new PlainLora(nn.Linear(width, width, hasBias: false), 8, 8, dropout);
        RegisterComponents();
        foreach (var parameter in key.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    public override Tensor forward(Tensor input) => query.call(input) + key.call(input) + value.call(input);
}
