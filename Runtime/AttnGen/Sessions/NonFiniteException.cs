namespace AttnGen;

/// <summary>A loss or a gradient was NaN or infinite; no parameter was updated, and the gradients were zeroed.</summary>
public sealed class NonFiniteException : TuningException
{
    /// <summary>Makes the exception.</summary>
    public NonFiniteException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not finite, and what to do.</param>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was not finite, and what to do.</param>
    /// <param name="innerException">What led to it.</param>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
