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
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);
    private static readonly CSharpGeneratorDriver Fresh = CSharpGeneratorDriver.Create(
        [new TunableModuleGenerator().AsSourceGenerator()], parseOptions: Parsing, driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));

    private readonly CSharpCompilation input;
    private readonly GeneratorDriver driver;

    private GeneratorRun(CSharpCompilation input, GeneratorDriver driver)
    {
        this.input = input;
        this.driver = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        Output = output;
    }

    public Compilation Output { get; }

    public GeneratorRunResult Result => driver.GetRunResult().Results.Single();

    /// <summary>Warnings and errors; the models of the tests need no documentation, generated members do.</summary>
    public IReadOnlyList<Diagnostic> CompilerProblems =>
    [
        .. Output.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning
            && !(problem.Id == "CS1591" && input.SyntaxTrees.Contains(problem.Location.SourceTree!))),
    ];

    public static GeneratorRun Of(string source, params MetadataReference[] references) => new(Compile(source, references), Fresh);

    /// <summary>The same driver over an edited source.</summary>
    public GeneratorRun After(string source) => new(input.ReplaceSyntaxTree(input.SyntaxTrees[0], Parse(source)), driver);

    /// <summary>What another project gets: an image, in which private members are not visible.</summary>
    public MetadataReference Emit()
    {
        using var image = new MemoryStream();
        var emitted = Output.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    public async Task<ImmutableArray<Diagnostic>> Analyze() =>
        await Output.WithAnalyzers([new TunableModuleAnalyzer()]).GetAnalyzerDiagnosticsAsync();

    public string Text(string hint) => Result.GeneratedSources.Single(file => file.HintName == hint).SourceText.ToString();

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, Parsing, "Model.cs");

    private static CSharpCompilation Compile(string source, MetadataReference[] references) => CSharpCompilation.Create(
        $"Models{references.Length}",
        [Parse(source)],
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location), MetadataReference.CreateFromFile(typeof(TunableModuleAttribute).Assembly.Location), .. references],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999,
            // As the SDK does: TorchSharp was built against an older runtime.
            specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));
}
