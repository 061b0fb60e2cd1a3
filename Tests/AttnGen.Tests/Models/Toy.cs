using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>A task that the toy classifier can learn: the class is the first id modulo the number of classes.</summary>
internal static class Toy
{
    public static (Tensor Ids, Tensor Labels) Batch(int seed, int size = 16, int length = 5)
    {
        var random = new Random(seed);
        var ids = Enumerable.Range(0, size * length).Select(_ => (long)random.Next(ToyClassifier.Vocabulary)).ToArray();
        var labels = Enumerable.Range(0, size).Select(row => ids[row * length] % 3).ToArray();
        return (tensor(ids, [size, length]), tensor(labels));
    }

    public static Tensor Loss(ToyClassifier model, Tensor ids, Tensor labels) => nn.functional.cross_entropy(model.call(ids), labels);

    public static List<float> Train(ToyClassifier model, TuningSession tuning, int steps, int firstSeed = 0)
    {
        var losses = new List<float>();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            // The same few batches again and again, so that the loss can fall far.
            var (ids, labels) = Batch((firstSeed + step) % 4);
            var loss = Loss(model, ids, labels);
            loss.backward();
            losses.Add(loss.ToSingle());
            tuning.Step(loss);
        }

        return losses;
    }
}
