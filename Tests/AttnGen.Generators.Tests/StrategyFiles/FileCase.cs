namespace AttnGen.Generators.Tests.StrategyFiles;

/// <summary>A wrong strategy file.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Message">All of its message.</param>
/// <param name="Marked">The file, with the place between <c>[|</c> and <c>|]</c>.</param>
public sealed record FileCase(string Id, string Message, string Marked)
{
    internal string Text => Marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    internal int Start => Marked.IndexOf("[|", StringComparison.Ordinal);

    internal int End => Marked.IndexOf("|]", StringComparison.Ordinal) - 2;

    public override string ToString() => $"{Id} {Message}";
}
