namespace AttnGen.Safetensors;

/// <summary>A file is not a valid safetensors file, or a tensor in it cannot be read; the message names both.</summary>
public sealed class SafetensorsException : IOException
{
    /// <summary>Makes the exception.</summary>
    public SafetensorsException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file, the tensor, and what is wrong.</param>
    public SafetensorsException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file, the tensor, and what is wrong.</param>
    /// <param name="innerException">What led to it.</param>
    public SafetensorsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
