using System.Collections.Immutable;
using AttnGen.Generators.Analysis;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AttnGen.Generators.Tests;

/// <summary>One compilation with the generator's output, and what the compiler and the analyzer say of it.</summary>
internal sealed class GeneratorRun
{
    /// <summary>What every model refers to.</summary>
    public static ImmutableArray<MetadataReference> Platform { get; } =
    [
        .. Net100.References.All, MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location), MetadataReference.CreateFromFile(typeof(TunableModuleAttribute).Assembly.Location),
    ];

    private readonly CSharpCompilation input;
    private readonly GeneratorDriver driver;

    private readonly ImmutableArray<AdditionalText> files;

    private GeneratorRun(CSharpCompilation input, GeneratorDriver driver, ImmutableArray<AdditionalText> files = default)
    {
        this.input = input;
        this.files = files.IsDefault ? [] : files;
        this.driver = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        Output = output;
    }

    public Compilation Output { get; }

    public GeneratorRunResult Result => driver.GetRunResult().Results.Single();

    /// <summary>
    /// Warnings and errors; the models of the tests need no documentation, generated members do. Those that generated files disable are there too, but for what the files disable them for:
    /// what is obsolete, and a strategy of a derived class's own.
    /// </summary>
    public IReadOnlyList<Diagnostic> CompilerProblems =>
    [
        .. Output.WithOptions(((CSharpCompilationOptions)Output.Options).WithReportSuppressedDiagnostics(true)).GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning
            && (input.SyntaxTrees.Contains(problem.Location.SourceTree!) ? !problem.IsSuppressed && problem.Id != "CS1591" : problem.Id is not ("CS0108" or "CS0612" or "CS0618"))),
    ];

    /// <summary>How often the emitter was asked anew: outputs that are new, modified or gone.</summary>
    public int ChangedOutputs => Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs)
        .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));

    public static GeneratorRun Of(string source, params MetadataReference[] references) => Of([source], references: references);

    public static GeneratorRun Of(IEnumerable<string> sources, LanguageVersion version = LanguageVersion.CSharp12, params MetadataReference[] references)
    {
        var parsing = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        var driver = CSharpGeneratorDriver.Create(
            [new TunableModuleGenerator().AsSourceGenerator()], parseOptions: parsing, driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));
        return new GeneratorRun(Compile(sources.Select((source, index) => Parse(source, parsing, index)), references), driver);
    }

    /// <summary>The same driver over an edited file.</summary>
    public GeneratorRun After(string source, int file = 0)
    {
        var before = input.SyntaxTrees[file];
        return new(input.ReplaceSyntaxTree(before, Parse(source, (CSharpParseOptions)before.Options, file)), driver, files);
    }

    /// <summary>The same driver over one more file.</summary>
    public GeneratorRun With(string source) =>
        new(input.AddSyntaxTrees(Parse(source, (CSharpParseOptions)input.SyntaxTrees[0].Options, input.SyntaxTrees.Length)), driver, files);

    /// <summary>The same driver beside strategy files.</summary>
    public GeneratorRun WithFiles(params (string Path, string Text)[] added) => WithFiles([.. added.Select(file => new StrategyText(file.Path, file.Text))]);

    /// <inheritdoc cref="WithFiles(ValueTuple{string, string}[])"/>
    public GeneratorRun WithFiles(params StrategyText[] added)
    {
        ImmutableArray<AdditionalText> texts = [.. added];
        return new(input, driver.AddAdditionalTexts(texts), [.. files, .. texts]);
    }

    /// <summary>The same driver after an edit of a strategy file.</summary>
    public GeneratorRun AfterFile(string text, int file = 0)
    {
        var edited = new StrategyText(files[file].Path, text);
        return new(input, driver.ReplaceAdditionalText(files[file], edited), files.SetItem(file, edited));
    }

    /// <summary>The same driver in a build without analyzers.</summary>
    public GeneratorRun WithoutAnalyzers() => new(input, driver.WithUpdatedAnalyzerConfigOptions(new BuildProperties(("RunAnalyzers", "false"))), files);

    /// <summary>How often a strategy file was read, in all runs of the driver together.</summary>
    public int Reads => files.Cast<StrategyText>().Sum(file => file.Reads);

    /// <summary>What is reported of the strategy files.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeFiles() =>
        await Output.WithAnalyzers([new StrategyFileAnalyzer()], new AnalyzerOptions(files)).GetAnalyzerDiagnosticsAsync();

    /// <summary>Asserts that this edit was answered from the cache.</summary>
    public void EmitsNothingNew()
    {
        string[] parsed = [TunableModuleGenerator.ModelStep, TunableModuleGenerator.StrategyStep, TunableModuleGenerator.ForeignStep];
        Assert.All(parsed.Where(Result.TrackedSteps.ContainsKey).SelectMany(name => Result.TrackedSteps[name]).SelectMany(step => step.Outputs),
            output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, output.Reason.ToString()));
        Assert.All(Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    /// <summary>What another project gets: an image, in which private members are not visible.</summary>
    public MetadataReference Emit()
    {
        using var image = new MemoryStream();
        var emitted = Output.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>The repository's own analyzers.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new TunableModuleAnalyzer(), new UsageAnalyzer(), new ForeignModelAnalyzer()];

    /// <summary>All that is ever reported.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> Descriptors { get; } =
        [.. Analyzers.Append(new StrategyFileAnalyzer()).SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(descriptor => descriptor.Id).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    /// <summary>What the analyzers report; with a severity for the given diagnostics, as a configuration would set it.</summary>
    public async Task<ImmutableArray<Diagnostic>> Analyze(string[]? ids = null, ReportDiagnostic severity = ReportDiagnostic.Default)
    {
        var configured = Output.Options.SpecificDiagnosticOptions.ToBuilder();
        foreach (var id in ids ?? [])
        {
            // Hints are off by default.
            configured[id] = severity == ReportDiagnostic.Default && id.StartsWith("ATG04", StringComparison.Ordinal) ? ReportDiagnostic.Info : severity;
        }

        var compilation = Output.WithOptions(Output.Options.WithSpecificDiagnosticOptions(configured.ToImmutable()));
        return await compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();
    }

    /// <summary>What the analyzers report under a configuration file.</summary>
    public async Task<ImmutableArray<Diagnostic>> Analyze(SyntaxTreeOptionsProvider configuration) =>
        await Output.WithOptions(Output.Options.WithSyntaxTreeOptionsProvider(configuration)).WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();

    public string Text(string hint) => Result.GeneratedSources.Single(file => file.HintName == hint).SourceText.ToString();

    /// <summary>All that is generated, by hint name.</summary>
    public string AllText() =>
        string.Join("\n", Result.GeneratedSources.OrderBy(file => file.HintName, StringComparer.Ordinal).Select(file => $"== {file.HintName}\n{file.SourceText}"));

    private static SyntaxTree Parse(string source, CSharpParseOptions parsing, int file) =>
        CSharpSyntaxTree.ParseText(source, parsing, file == 0 ? "Model.cs" : $"Model{file}.cs");

    private static CSharpCompilation Compile(IEnumerable<SyntaxTree> files, MetadataReference[] references) => CSharpCompilation.Create(
        $"Models{references.Length}", files, [.. Platform, .. references],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999,
            // As the SDK does: TorchSharp was built against an older runtime.
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));
}
