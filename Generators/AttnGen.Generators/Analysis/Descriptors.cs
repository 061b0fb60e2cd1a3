using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Analysis;

internal static class Descriptors
{
    private const string Category = "AttnGen";

    /// <summary>A contradiction: it cannot be configured away.</summary>
    public static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, customTags: [WellKnownDiagnosticTags.NotConfigurable]);
}
