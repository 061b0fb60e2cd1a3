using Microsoft.CodeAnalysis.Text;

namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>A diagnostic, the code that it is for, and the right code nearest to it.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Message">All of its message.</param>
/// <param name="Marked">The wrong code, with the place between <c>[|</c> and <c>|]</c>.</param>
/// <param name="Right">The right code: neither the compiler nor an analyzer warns.</param>
public sealed record DiagnosticCase(string Id, string Message, string Marked, string Right)
{
    /// <summary>The language version of the wrong code.</summary>
    public Microsoft.CodeAnalysis.CSharp.LanguageVersion Version { get; init; } = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12;

    internal string Wrong => Marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    internal TextSpan Place => TextSpan.FromBounds(Marked.IndexOf("[|", StringComparison.Ordinal), Marked.IndexOf("|]", StringComparison.Ordinal) - 2);

    public override string ToString() => Message.Length > 60 ? $"{Id} {Message[..60]}" : $"{Id} {Message}";
}
