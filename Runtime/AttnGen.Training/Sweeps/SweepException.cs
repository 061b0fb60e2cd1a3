namespace AttnGen.Training;

/// <summary>A process of a sweep did not give its cell's result; the message says which cell and how the process ended. What the process wrote is on the sweep's console.</summary>
public sealed class SweepException : Exception
{
    /// <summary>Makes an exception.</summary>
    public SweepException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public SweepException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public SweepException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
