namespace AttnGen.StrategyFiles;

/// <summary>The diagnostics of strategy files; the same at run time and when compiling.</summary>
internal static class FileProblemIds
{
    public const string Syntax = "ATG0501";
    public const string UnknownKey = "ATG0502";
    public const string WrongType = "ATG0503";
    public const string OutOfRange = "ATG0504";
    public const string Missing = "ATG0505";
    public const string Contradiction = "ATG0506";
    public const string Name = "ATG0507";
    public const string Model = "ATG0508";
}
