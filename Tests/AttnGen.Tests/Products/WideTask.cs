using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>Random batches with the same labels, each by a seed of its own.</summary>
internal static class WideTask
{
    public static List<float> Train(WideClassifier model, TuningSession tuning, int steps, int first = 0)
    {
        var losses = new List<float>();
        for (var step = first; step < first + steps; step++)
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator((ulong)(100 + step));
            var input = randn(4, 6, WideClassifier.Width, generator: generator);
            var loss = nn.functional.cross_entropy(model.call(input), tensor(new long[] { 0, 1, 1, 0 }));
            loss.backward();
            losses.Add(loss.ToSingle());
            tuning.Step(loss);
        }

        return losses;
    }
}
