using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AttnGen.Generators.Tests;

/// <summary>A strategy file that counts how often it is read.</summary>
internal sealed class StrategyText : AdditionalText
{
    private readonly SourceText content;
    private int reads;

    /// <summary>A text that an editor holds.</summary>
    public StrategyText(string path, string text)
        : this(path, SourceText.From(text))
    {
    }

    /// <summary>A file as a compiler decoded it.</summary>
    public StrategyText(string path, SourceText content) => (Path, this.content) = (path, content);

    public override string Path { get; }

    public int Reads => reads;

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref reads);
        return content;
    }
}
