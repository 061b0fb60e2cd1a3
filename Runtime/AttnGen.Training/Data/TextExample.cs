namespace AttnGen.Training;

/// <summary>One tokenized text with its label.</summary>
/// <param name="Ids">The token ids, special tokens included, without padding.</param>
/// <param name="Label">The class (an <see cref="int"/>) or the score (a <see cref="float"/>).</param>
/// <param name="TypeIds">The segment of each token (0 or 1 in BERT), as many as <paramref name="Ids"/>; null where the model has no segments.</param>
public sealed record TextExample(int[] Ids, Label Label, int[]? TypeIds = null)
{
    /// <summary>The number of tokens.</summary>
    public int Length => Ids.Length;
}
