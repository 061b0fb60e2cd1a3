using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>A configuration's places are keys; a range begins at a key's number.</summary>
internal sealed class KeyPlaces(string section, IReadOnlyList<string> keys, Func<string, string?>? originOf) : DocumentPlaces
{
    public override string Name => section.Length == 0 ? "The configuration" : section;

    // As configurations find keys.
    public override StringComparison NameComparison => StringComparison.OrdinalIgnoreCase;

    public override string At(TextRange range) => keys[range.Start];

    public override string OriginOf(TextRange range) => originOf?.Invoke(keys[range.Start]) ?? keys[range.Start];
}
