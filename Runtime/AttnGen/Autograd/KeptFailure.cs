namespace AttnGen.Autograd;

/// <summary>A failure inside a backward pass, and whether the program knows of it. Two threads may ask.</summary>
internal sealed class KeptFailure(Exception failure)
{
    private int told;

    /// <summary>What went wrong.</summary>
    public Exception Failure => failure;

    /// <summary>Whether somebody was told.</summary>
    public bool IsTold => Volatile.Read(ref told) != 0;

    /// <summary>The failure for the first who asks, and null for all others.</summary>
    public Exception? Tell() => Interlocked.Exchange(ref told, 1) == 0 ? failure : null;
}
