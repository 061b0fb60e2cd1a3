namespace AttnGen.Training.Tests.Support;

/// <summary>Random data sets whose texts can be told apart and whose classes can be learned.</summary>
internal static class Samples
{
    public const int Vocabulary = 11;

    /// <summary>Texts of 1 to 12 tokens; the class is whether token 1 occurs more often than token 2.</summary>
    public static TextDataset Texts(long seed, int count, bool typed = false) => new(Examples(seed, count, typed), classes: 2, "The sample");

    private static IEnumerable<TextExample> Examples(long seed, int count, bool typed)
    {
        SeededRandom random = new(seed);
        for (int i = 0; i < count; i++)
        {
            int[] ids = new int[1 + random.NextBelow(12)];
            for (int token = 0; token < ids.Length; token++)
            {
                ids[token] = 1 + random.NextBelow(Vocabulary - 1);
            }

            int label = ids.Count(id => id == 1) > ids.Count(id => id == 2) ? 1 : 0;
            yield return new TextExample(ids, label, typed ? [.. ids.Select(id => id % 2)] : null);
        }
    }
}
