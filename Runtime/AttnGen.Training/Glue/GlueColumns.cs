namespace AttnGen.Training;

/// <summary>Where the sentences and the label stand in a task's TSV files.</summary>
/// <param name="Label">The label's column.</param>
/// <param name="Sentences">The columns of the sentence or the pair.</param>
/// <param name="WithoutHeader">All columns of files that do not name them in their first line; null where they do.</param>
internal sealed record GlueColumns(string Label, IReadOnlyList<string> Sentences, IReadOnlyList<string>? WithoutHeader = null)
{
    // The SST's own files, which GLUE's are made of.
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal) { ["content"] = "sentence" };

    /// <summary>What the columns of a file are called here.</summary>
    public static string[] Named(IEnumerable<string> header) => [.. header.Select(name => Synonyms.GetValueOrDefault(name, name))];

    public override string ToString() => string.Join(", ", Sentences.Append(Label).Select(name => $"'{name}'"));
}
