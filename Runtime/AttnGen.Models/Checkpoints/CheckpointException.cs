namespace AttnGen.Models.Checkpoints;

/// <summary>A checkpoint does not fit a module; the message lists every tensor that does not. Nothing was loaded.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Makes the exception.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file and the tensors.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">The file and the tensors.</param>
    /// <param name="innerException">What led to it.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
