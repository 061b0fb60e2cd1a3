using static TorchSharp.torch;

namespace Embed;

/// <summary>Made-up data that takes attention to solve: does the first token stand again later in the sequence?</summary>
internal static class RepeatTask
{
    public const int Vocabulary = 24;
    public const int Length = 12;

    /// <summary>Ids <c>[size, length]</c> and labels <c>[size]</c>.</summary>
    public static (Tensor Ids, Tensor Labels) Batch(Random random, int size)
    {
        var ids = new long[size * Length];
        var labels = new long[size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < Length; column++)
            {
                ids[(row * Length) + column] = random.Next(Vocabulary);
            }

            if (random.Next(2) == 0)
            {
                ids[(row * Length) + 1 + random.Next(Length - 1)] = ids[row * Length];
            }

            labels[row] = Array.IndexOf(ids, ids[row * Length], (row * Length) + 1, Length - 1) >= 0 ? 1 : 0;
        }

        return (tensor(ids, [size, Length]), tensor(labels));
    }
}
