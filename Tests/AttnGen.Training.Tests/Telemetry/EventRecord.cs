namespace AttnGen.Training.Tests.Telemetry;

/// <summary>One event of an event file.</summary>
internal sealed record EventRecord
{
    public double WallTime { get; set; }

    public long Step { get; set; }

    public string? FileVersion { get; set; }

    public string? Tag { get; set; }

    public float Value { get; set; }
}
