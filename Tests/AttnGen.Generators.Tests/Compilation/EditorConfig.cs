using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests;

/// <summary>Severities as an <c>.editorconfig</c> (for the files that it matches) or a <c>.globalconfig</c> sets them.</summary>
internal sealed class EditorConfig(string text, string path) : SyntaxTreeOptionsProvider
{
    private readonly AnalyzerConfigSet configuration = AnalyzerConfigSet.Create(ImmutableArray.Create(AnalyzerConfig.Parse(text, path)));

    public static EditorConfig ForFiles(string id, string severity) => new($"root = true\n[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n", "/project/.editorconfig");

    public static EditorConfig Global(string id, string severity) => new($"is_global = true\ndotnet_diagnostic.{id}.severity = {severity}\n", "/project/.globalconfig");

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

    public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        configuration.GetOptionsForSourcePath($"/project/{tree.FilePath}").TreeOptions.TryGetValue(diagnosticId, out severity);

    public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        configuration.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
}
