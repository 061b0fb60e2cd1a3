using AttnGen.Models.Bert;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>A layer of BERT, after its paper.</summary>
internal sealed class PlainLayer : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly PlainSelfAttention attention;
    private readonly Linear output;
    private readonly LayerNorm attentionNorm;
    private readonly Linear up;
    private readonly Linear down;
    private readonly LayerNorm norm;

    public PlainLayer(BertConfiguration configuration, Matrix tuned, int rank)
        : base(nameof(PlainLayer))
    {
        attention = new PlainSelfAttention(configuration, tuned, rank);
        output = nn.Linear(configuration.HiddenSize, configuration.HiddenSize);
        attentionNorm = nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon);
        up = nn.Linear(configuration.HiddenSize, configuration.IntermediateSize);
        down = nn.Linear(configuration.IntermediateSize, configuration.HiddenSize);
        norm = nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon);
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor mask)
    {
        var attended = attentionNorm.call(output.call(attention.call(hidden, mask)) + hidden);
        return norm.call(down.call(nn.functional.gelu(up.call(attended))) + attended);
    }
}
