namespace AttnGen.StrategyFiles;

/// <summary>A place in a file's text, in characters.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    public int End => Start + Length;

    public static TextRange Between(int start, int end) => new(start, end - start);
}
