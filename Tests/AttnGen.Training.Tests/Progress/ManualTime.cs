namespace AttnGen.Training.Tests.Progress;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Move(double seconds) => now += TimeSpan.FromSeconds(seconds).Ticks;

    public override long GetTimestamp() => now;
}
