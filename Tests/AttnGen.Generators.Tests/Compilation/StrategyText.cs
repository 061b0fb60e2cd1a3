using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AttnGen.Generators.Tests;

/// <summary>A strategy file that counts how often it is read.</summary>
internal sealed class StrategyText(string path, string text) : AdditionalText
{
    private int reads;

    public override string Path => path;

    public int Reads => reads;

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref reads);
        return SourceText.From(text);
    }
}
