using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>Multi-head self-attention: hidden states <c>[batch, length, width]</c> and an additive mask <c>[batch, 1, 1, length]</c>, or null, to the same shape.</summary>
[TunableModule]
public sealed partial class BertSelfAttention : nn.Module<Tensor, Tensor?, Tensor>
{
    [Projection(Matrix.Q)] private readonly Linear query;
    [Projection(Matrix.K)] private readonly Linear key;
    [Projection(Matrix.V)] private readonly Linear value;
    private readonly int heads;
    private readonly double dropout;

    internal BertSelfAttention(BertConfiguration configuration)
        : base(nameof(BertSelfAttention))
    {
        query = nn.Linear(configuration.HiddenSize, configuration.HiddenSize);
        key = nn.Linear(configuration.HiddenSize, configuration.HiddenSize);
        value = nn.Linear(configuration.HiddenSize, configuration.HiddenSize);
        heads = configuration.Heads;
        dropout = configuration.AttentionDropout;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor hidden, Tensor? mask)
    {
        var (q, k, v) = Project(hidden);
        var mixed = MixedAttention.Apply(Split(q), Split(k), Split(v), mask, training ? dropout : 0);
        return mixed.transpose(1, 2).reshape(hidden.shape);
    }

    /// <summary><c>[batch, length, width]</c> to <c>[batch, heads, length, width / heads]</c>.</summary>
    private Tensor Split(Tensor projected) => projected.view(projected.shape[0], projected.shape[1], heads, -1).transpose(1, 2);
}
