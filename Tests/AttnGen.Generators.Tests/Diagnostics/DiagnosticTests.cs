using AttnGen.Generators.Analysis;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    private static readonly DiagnosticCase[] Cases = [.. ShapeCases.All, .. RoleCases.All, .. StrategyCases.All, .. TrapCases.All, .. HintCases.All, .. ForeignCases.All];

    public static TheoryData<int, string> Numbered
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, found) in Cases.Index())
            {
                data.Add(index, found.ToString());
            }

            return data;
        }
    }

    private static IEnumerable<DiagnosticDescriptor> Supported => GeneratorRun.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics);

    [Theory]
    [MemberData(nameof(Numbered))]
    public async Task FiresAtItsPlaceWithItsMessage(int index, string shown)
    {
        var expected = Cases[index];
        var run = GeneratorRun.Of([expected.Wrong], expected.Version);

        var problems = (await run.Analyze([expected.Id])).Where(problem => problem.Id == expected.Id).ToList();

        var problem = Assert.Single(problems);
        Assert.Equal(expected.Message, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(expected.Place == problem.Location.SourceSpan, $"{shown}: at '{expected.Wrong.Substring(problem.Location.SourceSpan.Start, problem.Location.SourceSpan.Length)}'");
        Assert.Null(run.Result.Exception);
    }

    /// <summary>One mistake is one message: nothing else is reported beside it, information aside.</summary>
    [Theory]
    [MemberData(nameof(Numbered))]
    public async Task IsAloneWithItsMistake(int index, string shown)
    {
        var expected = Cases[index];
        var others = (await GeneratorRun.Of([expected.Wrong], expected.Version).Analyze()).Where(problem => problem.Id != expected.Id && problem.Severity >= DiagnosticSeverity.Warning);

        Assert.True(!others.Any(), $"{shown}: {string.Join("\n", others)}");
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public async Task IsSilentOnTheRightCodeNearestToIt(int index, string shown)
    {
        var right = Cases[index];
        var run = GeneratorRun.Of(right.Right);

        var problems = await run.Analyze([right.Id]);
        Assert.True(problems.All(problem => problem.Severity < DiagnosticSeverity.Warning && problem.Id != right.Id), $"{shown}: {string.Join("\n", problems)}");
        Assert.True(run.CompilerProblems.Where(problem => problem.Id is not ("CS0169" or "CS0414" or "CS0649" or "CS0219")).ToList() is [], string.Join("\n", run.CompilerProblems));
    }

    /// <summary>Contradictions cannot be configured; all else can, and can be suppressed at its place.</summary>
    [Theory]
    [MemberData(nameof(Numbered))]
    public async Task CanBeConfiguredUnlessItIsAContradiction(int index, string shown)
    {
        var (id, source) = (Cases[index].Id, Cases[index].Wrong);
        var fixedSeverity = Supported.Single(descriptor => descriptor.Id == id).CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable);
        var pragma = GeneratorRun.Of([$"#pragma warning disable {id}\n{source}"], Cases[index].Version);

        Assert.Equal(fixedSeverity, (await pragma.Analyze([id])).Any(problem => problem.Id == id && !problem.IsSuppressed));
        var configured = GeneratorRun.Of([source], Cases[index].Version);
        Assert.Equal(fixedSeverity, (await configured.Analyze([id], ReportDiagnostic.Suppress)).Any(problem => problem.Id == id));
        var raised = (await configured.Analyze([id], ReportDiagnostic.Error)).Where(problem => problem.Id == id).ToList();
        Assert.True(raised.Count > 0 && raised.All(problem => problem.Severity == DiagnosticSeverity.Error), $"{shown}: {string.Join("\n", raised)}");
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public async Task ConfigurationFilesCount(int index, string shown)
    {
        var found = Cases[index];
        var fixedSeverity = Supported.Single(descriptor => descriptor.Id == found.Id).CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable);
        var run = GeneratorRun.Of([found.Wrong], found.Version);
        foreach (var (silenced, raised) in new[]
        {
            (EditorConfig.ForFiles(found.Id, "none"), EditorConfig.ForFiles(found.Id, "error")), (EditorConfig.Global(found.Id, "none"), EditorConfig.Global(found.Id, "error")),
        })
        {
            Assert.True(fixedSeverity == (await run.Analyze(silenced)).Any(problem => problem.Id == found.Id), shown);
            Assert.Contains(await run.Analyze(raised), problem => problem.Id == found.Id && problem.Severity == DiagnosticSeverity.Error);
        }
    }

    /// <summary>A contradiction of the strategy does not compile where it is used, also with analyzers off.</summary>
    [Theory]
    [MemberData(nameof(Numbered))]
    public void AContradictionOfTheStrategyDoesNotCompileWithAnalyzersOff(int index, string shown)
    {
        var found = Cases[index];
        var descriptor = Supported.Single(descriptor => descriptor.Id == found.Id);
        if (!found.Id.StartsWith("ATG02", StringComparison.Ordinal) || descriptor.DefaultSeverity != DiagnosticSeverity.Error || found.Id is "ATG0220" or "ATG0221" or "ATG0223")
        {
            return;
        }

        var model = found.Marked.Contains("class Root", StringComparison.Ordinal) || found.Marked.Contains("[|Root|]", StringComparison.Ordinal) ? "Root" : "M";
        var call = found.Wrong.Contains("class S;", StringComparison.Ordinal) ? "S.Begin(model)" : "model.BeginTuning()";
        var run = GeneratorRun.Of([found.Wrong, Sources.Usings + $"public static class Program {{ public static void Run({model} model) {{ {call}; }} }}"]);

        var errors = run.CompilerProblems.Where(problem => problem.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors is [{ Id: "CS0619" } only] && only.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Contains(found.Id, StringComparison.Ordinal), $"{shown}: {string.Join("\n", errors)}");
    }

    [Fact]
    public void EachDiagnosticHasACaseAndAnIdOfItsOwn()
    {
        var ids = Supported.Select(descriptor => descriptor.Id).ToList();

        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.Equal(ids.Order(StringComparer.Ordinal), Cases.Select(found => found.Id).Distinct().Order(StringComparer.Ordinal));
    }
}
