using System.Text.Json;

namespace AttnGen.Benchmarks.Speed;

/// <summary>One line of the results: a case, measured once, with some number of threads.</summary>
internal sealed record SpeedRun(string Case, int Threads, int Process, string Unit, IReadOnlyDictionary<string, Spread> Variants, IReadOnlyDictionary<string, string> Notes)
{
    /// <summary>The note of a run whose process kept what its steps freed.</summary>
    public const string FreedMemory = "freed memory";

    public static SpeedRun Parse(string line) =>
        JsonSerializer.Deserialize<SpeedRun>(line, JsonSerializerOptions.Web) ?? throw new JsonException("A run is an object.");

    public bool IsOf(string name, int threads, int process) => Case == name && Threads == threads && Process == process;

    public string ToJson() => JsonSerializer.Serialize(Rounded(), JsonSerializerOptions.Web);

    private SpeedRun Rounded() => this with { Variants = Variants.ToDictionary(entry => entry.Key, entry => new Spread(Short(entry.Value.Median), Short(entry.Value.Lower), Short(entry.Value.Upper), entry.Value.Count)) };

    /// <summary>Five digits, so that a difference between two files is one of the measurements.</summary>
    private static double Short(double value) => value == 0 ? 0 : Math.Round(value, Math.Clamp(4 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
