using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Foreign;

/// <summary>A small task for the plain models: which of two halves of the features is the larger.</summary>
internal static class PlainTask
{
    public const int Width = 8;

    public static (Tensor Input, Tensor Labels) Batch(int seed)
    {
        using var generator = new Generator((ulong)seed);
        var input = randn([16, 5, Width], generator: generator);
        return (input, input.mean([1]).narrow(1, 0, 4).sum(1).greater(0).to(ScalarType.Int64));
    }

    public static List<float> Train(nn.Module<Tensor, Tensor> model, TuningSession tuning, int steps)
    {
        var losses = new List<float>();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var (input, labels) = Batch(step % 3);
            var loss = nn.functional.cross_entropy(model.call(input), labels);
            loss.backward();
            losses.Add(loss.ToSingle());
            tuning.Step(loss);
        }

        return losses;
    }
}
