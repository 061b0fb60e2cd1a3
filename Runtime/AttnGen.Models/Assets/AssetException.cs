namespace AttnGen.Models.Assets;

/// <summary>An asset could not be had; the message says what was tried, and why it did not work.</summary>
public sealed class AssetException : IOException
{
    /// <summary>Makes the exception.</summary>
    public AssetException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was tried.</param>
    public AssetException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was tried.</param>
    /// <param name="innerException">What led to it.</param>
    public AssetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
