namespace AttnGen;

/// <summary>A strategy file that cannot be read, or says what cannot be honoured. The message lists all that is wrong, each with its line and column.</summary>
public sealed class StrategyFileException : Exception
{
    /// <summary>Makes an exception.</summary>
    public StrategyFileException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public StrategyFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public StrategyFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal StrategyFileException(IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>What is wrong, in the order of the file, as compilers write it: <c>fast.attngen.json(7,12): ATG0504: ...</c>.</summary>
    public IReadOnlyList<string> Problems { get; } = [];
}
