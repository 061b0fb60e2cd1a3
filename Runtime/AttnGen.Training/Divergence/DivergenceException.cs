namespace AttnGen.Training;

/// <summary>A run that will not come to anything was stopped; the message says how it shows, since which step, which group has the highest rate, and what to try.</summary>
public sealed class DivergenceException : TuningException
{
    /// <summary>Makes an exception.</summary>
    public DivergenceException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">How the run diverged, and what to try.</param>
    public DivergenceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">How the run diverged, and what to try.</param>
    /// <param name="innerException">What caused it.</param>
    public DivergenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal DivergenceException(string message, DivergenceKind kind, long since)
        : base(message) => (Kind, Since) = (kind, since);

    /// <summary>How it diverged.</summary>
    public DivergenceKind Kind { get; }

    /// <summary>The first step at which it showed.</summary>
    public long Since { get; }
}
