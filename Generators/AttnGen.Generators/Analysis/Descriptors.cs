using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

/// <summary>The kinds of diagnostics. Each has a help page beside the generators' sources.</summary>
internal static class Descriptors
{
    private const string Category = "AttnGen";

    /// <summary>A contradiction: it cannot be configured away.</summary>
    public static DiagnosticDescriptor Error(string id, string title, string message) =>
        Create(id, title, message, DiagnosticSeverity.Error, true, WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>Almost surely wrong. Where it is not, a suppression with its reason says so.</summary>
    public static DiagnosticDescriptor Mistake(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Error, true);

    /// <summary>Right for some, and a common mistake.</summary>
    public static DiagnosticDescriptor Warning(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Warning, true);

    /// <summary>Nothing is wrong; something is worth knowing.</summary>
    public static DiagnosticDescriptor Information(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info, true);

    /// <summary>What the paper says of a declaration; off by default.</summary>
    public static DiagnosticDescriptor Hint(string id, string title, string message) => Create(id, title, message, DiagnosticSeverity.Info, false);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, bool enabled, params string[] tags) =>
        new(id, title, message, Category, severity, enabled, helpLinkUri: $"Generators/Documentation/{id}.md", customTags: tags);
}
