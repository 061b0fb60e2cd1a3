namespace AttnGen.Benchmarks.Speed;

/// <summary>What one process measured.</summary>
internal sealed class SpeedSample
{
    private readonly Dictionary<string, Spread> variants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> notes = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Spread> Variants => variants;

    /// <summary>What else must be known to read the numbers.</summary>
    public IReadOnlyDictionary<string, string> Notes => notes;

    public void Add(string variant, IEnumerable<double> values) => Add(variant, Spread.Of(values));

    public void Add(string variant, Spread spread) => variants.Add(variant, spread);

    public void Note(string name, string value) => notes[name] = value;

    /// <summary>Takes over what another process measured.</summary>
    public void Add(SpeedRun other)
    {
        foreach (var (variant, spread) in other.Variants)
        {
            Add(variant, spread);
        }

        foreach (var (name, value) in other.Notes)
        {
            Note(name, value);
        }
    }
}
