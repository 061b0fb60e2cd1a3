using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>An attention layer that multiplies by <c>Project</c>, a matrix by <c>Apply</c>, and a head: <c>[batch, length, width]</c> to <c>[batch, 2]</c>.</summary>
[TunableModule]
internal sealed partial class CheckedModel : nn.Module<Tensor, Tensor>
{
    public const int Width = 192;

    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear dense;
    private readonly LayerNorm norm;
    [Head] private readonly Linear classifier;

    public CheckedModel()
        : base(nameof(CheckedModel))
    {
        query = nn.Linear(Width, Width);
        key = nn.Linear(Width, Width);
        value = nn.Linear(Width, Width);
        dense = nn.Linear(Width, 2 * Width);
        norm = nn.LayerNorm(Width);
        classifier = nn.Linear(2 * Width, 2);
        RegisterComponents();
    }

    /// <summary>A model on a check's device, with the check's own numbers.</summary>
    public static CheckedModel On(CheckInputs inputs)
    {
        var model = new CheckedModel();
        model.to(inputs.Device);
        CheckedParameters.Fill(model, inputs, 1 / Math.Sqrt(Width));
        return model;
    }

    /// <summary>Query, key and value side by side, <c>[batch, length, 3 width]</c>.</summary>
    public Tensor Projected(Tensor input)
    {
        var (q, k, v) = Project(input);
        return cat([q, k, v], -1);
    }

    /// <summary>The matrix behind the attention, <c>[batch, length, 2 width]</c>.</summary>
    public Tensor Widened(Tensor input) => Apply(dense, input);

    public override Tensor forward(Tensor input)
    {
        var (q, k, v) = Project(input);
        using Scalar root = Math.Sqrt(Width), one = 1;
        var mixed = softmax(q.matmul(k.transpose(-2, -1)).div(root), -1).matmul(v);
        return classifier.call(Widened(norm.call(input.add(mixed, one))).relu().mean([1]));
    }
}
