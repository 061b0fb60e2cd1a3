namespace AttnGen;

/// <summary>An adapter directory cannot be loaded into a model; the message names the file, the tensor or the setting.</summary>
public sealed class AdapterFormatException : IOException
{
    /// <summary>Makes the exception.</summary>
    public AdapterFormatException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file, and what is wrong with it.</param>
    public AdapterFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file, and what is wrong with it.</param>
    /// <param name="innerException">What led to it.</param>
    public AdapterFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
