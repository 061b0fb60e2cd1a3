using AttnGen.Models.Bert;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>A batch of random tokens without padding, the same in every process.</summary>
internal sealed record RandomBatch(Tensor Ids, Tensor Mask, Tensor Labels)
{
    public const int Size = 16;
    public const int Length = 128;

    public static RandomBatch Of(BertConfiguration configuration, int size = Size, int length = Length)
    {
        var random = new Random(1);
        long[] Numbers(int count, int below) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(below))];
        return new RandomBatch(tensor(Numbers(size * length, configuration.VocabularySize), [size, length]), ones(size, length, dtype: ScalarType.Int64), tensor(Numbers(size, 2)));
    }

    public static RandomBatch Of(BertConfiguration configuration, SpeedScale scale) => scale == SpeedScale.Full ? Of(configuration) : Of(configuration, 2, 8);

    public float TrainOn(ITraining training) => training.Step(Ids, Mask, Labels);
}
