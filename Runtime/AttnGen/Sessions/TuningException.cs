namespace AttnGen;

/// <summary>A model, a strategy and a session do not fit together; the message names the parameters and says what to do.</summary>
public class TuningException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public TuningException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public TuningException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What led to it.</param>
    public TuningException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
