namespace AttnGen.Training.Tests.Support;

/// <summary>A clock on which a second passes whenever it is looked at.</summary>
internal sealed class TickingTime : TimeProvider
{
    private long now;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => now++;
}
