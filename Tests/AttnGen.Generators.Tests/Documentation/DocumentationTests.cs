using System.Text.RegularExpressions;
using AttnGen.Generators.Tests.Golden;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Tests.Documentation;

/// <summary>Each diagnostic has a page, and the pages are true: their wrong code is reported, their right code is not.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Pages = SourceTree.At("Generators", "Documentation");

    private static IReadOnlyList<DiagnosticDescriptor> Supported => GeneratorRun.Descriptors;

    public static TheoryData<string> Ids => [.. Supported.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task APageTellsTheTruth(string id)
    {
        var descriptor = Supported.Single(found => found.Id == id);
        var text = (await File.ReadAllTextAsync(Path.Combine(Pages, $"{id}.md"))).ReplaceLineEndings("\n");

        Assert.StartsWith($"# {id}: {descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture)}\n\n{Severity(descriptor)}.\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"Generators/Documentation/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.Contains("\n## Why\n", text, StringComparison.Ordinal);
        if (id.StartsWith("ATG05", StringComparison.Ordinal))
        {
            Assert.Contains(await OfFile(Code(text, "Wrong", "json")), problem => problem.Id == id);
            Assert.DoesNotContain(await OfFile(Code(text, "Right", "json")), problem => problem.Severity >= DiagnosticSeverity.Warning);
            return;
        }

        var (wrong, right) = ("using System.Collections.Generic;\n" + Sources.Usings + Code(text, "Wrong"), "using System.Collections.Generic;\n" + Sources.Usings + Code(text, "Right"));
        var version = id == "ATG0009" ? LanguageVersion.CSharp11 : LanguageVersion.CSharp12;
        Assert.Contains(await GeneratorRun.Of([wrong], version).Analyze([id]), problem => problem.Id == id);

        var run = GeneratorRun.Of(right);
        var problems = (await run.Analyze([id])).Where(problem => problem.Id == id || problem.Severity >= DiagnosticSeverity.Warning).ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems));
        Assert.True(run.CompilerProblems.Count == 0, string.Join("\n", run.CompilerProblems));
    }

    [Fact]
    public void ThereIsNoPageWithoutADiagnostic() => Assert.Equal(
        Supported.Select(descriptor => $"{descriptor.Id}.md"), Directory.GetFiles(Pages, "ATG*.md").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void TheIndexIsComplete()
    {
        var rows = Supported.Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture)} | {Severity(descriptor)} |");
        GoldenFiles.VerifyFile(Path.Combine(Pages, "README.md"),
            "# Diagnostics\n\nWhat AttnGen reports while you write. [Mistakes.md](Mistakes.md) says of each known mistake where it is caught.\n\n| Id | What is right | Severity |\n|---|---|---|\n"
            + string.Join("\n", rows) + "\n");
    }

    private static string Severity(DiagnosticDescriptor descriptor) => descriptor switch
    {
        { IsEnabledByDefault: false } => "Information, off by default",
        { DefaultSeverity: DiagnosticSeverity.Error } => descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable) ? "Error, cannot be configured" : "Error, can be configured",
        { DefaultSeverity: DiagnosticSeverity.Warning } => "Warning",
        _ => "Information",
    };

    /// <summary>The pages of strategy files speak of the same model.</summary>
    private static async Task<IReadOnlyList<Diagnostic>> OfFile(string file) =>
        await GeneratorRun.Of([Sources.Attention(), Sources.Classifier]).WithFiles(("page.attngen.json", file)).AnalyzeFiles();

    private static string Code(string page, string heading, string language = "csharp") =>
        Block().Matches(page).Single(match => match.Groups[1].Value == heading && match.Groups[2].Value == language).Groups[3].Value;

    [GeneratedRegex(@"## (\w+)\n\n```(\w+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
