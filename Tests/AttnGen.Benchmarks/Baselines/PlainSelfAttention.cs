using AttnGen.Models.Bert;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Baselines;

/// <summary>Self-attention with three projections, those that are tuned with an adapter.</summary>
internal sealed class PlainSelfAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> query;
    private readonly nn.Module<Tensor, Tensor> key;
    private readonly nn.Module<Tensor, Tensor> value;
    private readonly int heads;

    public PlainSelfAttention(BertConfiguration configuration, Matrix tuned, int rank)
        : base(nameof(PlainSelfAttention))
    {
        query = Projection(configuration.HiddenSize, tuned.HasFlag(Matrix.Q), rank);
        key = Projection(configuration.HiddenSize, tuned.HasFlag(Matrix.K), rank);
        value = Projection(configuration.HiddenSize, tuned.HasFlag(Matrix.V), rank);
        heads = configuration.Heads;
        RegisterComponents();
    }

    public override Tensor forward(Tensor hidden, Tensor mask)
    {
        var mixed = nn.functional.scaled_dot_product_attention(Split(query.call(hidden)), Split(key.call(hidden)), Split(value.call(hidden)), mask);
        return mixed.transpose(1, 2).reshape(hidden.shape);
    }

    private static nn.Module<Tensor, Tensor> Projection(int width, bool isTuned, int rank)
    {
        var linear = nn.Linear(width, width);
        return isTuned ? new PlainLora(linear, rank, rank) : linear;
    }

    private Tensor Split(Tensor projected) => projected.view(projected.shape[0], projected.shape[1], heads, -1).transpose(1, 2);
}
