namespace AttnGen;

/// <summary>A run state is of another strategy, model or configuration, or is damaged; the message lists what differs. Nothing was changed.</summary>
public sealed class RunStateException : IOException
{
    /// <summary>Makes the exception.</summary>
    public RunStateException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file, and what differs.</param>
    public RunStateException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file, and what differs.</param>
    /// <param name="innerException">What led to it.</param>
    public RunStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
