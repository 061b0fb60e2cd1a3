using System.Diagnostics;
using System.Globalization;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Tests.Cost;

/// <summary>A large project with some annotated classes, and the cost of an edit in it.</summary>
public sealed class CostProject
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp12);

    private readonly CSharpCompilation compilation;
    private readonly int annotated;

    /// <summary>Makes a project.</summary>
    /// <param name="unrelated">Files without annotated classes.</param>
    /// <param name="annotated">Files with one: attention layers and, one in five, a classifier over some of them.</param>
    public CostProject(int unrelated, int annotated)
    {
        this.annotated = annotated;
        var files = Enumerable.Range(0, annotated).Select(index => Annotated(index, 0, EditKind.Unrelated)).Concat(Enumerable.Range(0, unrelated).Select(index => Unrelated(index, 0)));
        compilation = CSharpCompilation.Create("Large", files.Select((text, index) => Parse(text, index)),
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location), MetadataReference.CreateFromFile(typeof(TunableModuleAttribute).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>AttnGen's generator.</summary>
    public static IIncrementalGenerator Own => new TunableModuleGenerator();

    /// <summary>The one that it is compared with.</summary>
    public static IIncrementalGenerator Trivial => new TrivialGenerator();

    /// <summary>One that asks what the members are, and does nothing with it.</summary>
    public static IIncrementalGenerator Binding => new BindingGenerator();

    /// <summary>Measures a kind of edit.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="kind">The edit.</param>
    /// <param name="edits">How often.</param>
    public EditCost Measure(IIncrementalGenerator generator, EditKind kind, int edits)
    {
        const int warmUp = 5;
        var driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: Parsing, driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: false)).RunGenerators(compilation);
        var before = Texts(driver);
        var (allocated, elapsed) = (new List<double>(), new List<double>());
        var changed = 0;
        for (var edit = 1; edit <= warmUp + edits; edit++)
        {
            var file = kind == EditKind.Unrelated ? annotated : 0;
            var text = kind == EditKind.Unrelated ? Unrelated(0, edit) : Annotated(0, edit, kind);
            var edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Parse(text, file));
            var (bytes, began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            driver = driver.RunGenerators(edited);
            var (time, used) = (Stopwatch.GetElapsedTime(began), GC.GetAllocatedBytesForCurrentThread() - bytes);
            var after = Texts(driver);
            changed += after.Count(pair => !before.TryGetValue(pair.Key, out var was) || !ReferenceEquals(was, pair.Value));
            before = after;
            if (edit > warmUp)
            {
                allocated.Add(used / 1024.0);
                elapsed.Add(time.TotalMilliseconds);
            }
        }

        allocated.Sort();
        elapsed.Sort();
        return new EditCost(Math.Round(allocated[allocated.Count / 2], 1), Math.Round(elapsed[elapsed.Count / 10], 3), changed);
    }

    /// <summary>The generated texts; one that was answered from the cache is the same object.</summary>
    private static Dictionary<string, object> Texts(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(file => file.HintName, file => (object)file.SourceText);

    private static SyntaxTree Parse(string text, int index) => CSharpSyntaxTree.ParseText(text, Parsing, $"File{index}.cs");

    private static string Annotated(int index, int edit, EditKind kind)
    {
        var body = kind == EditKind.MethodBody ? $"var edit = {edit}; return x + edit;" : "return x;";
        var member = kind == EditKind.UnmappedMember ? $"private int edit{edit} = 0;" : "";
        var comment = kind == EditKind.Trivia ? $"// edit {edit}" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            {{Sources.Usings}}
            namespace Large.Part{{index % 7}};
            {{comment}}
            [TunableModule{{(index % 5 == 4 ? ", Lora(Rank = 8), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4)" : "")}}]
            public sealed partial class C{{index}} : nn.Module<Tensor, Tensor>
            {
                {{Members(index)}}
                {{member}}
                public C{{index}}() : base("C") { RegisterComponents(); }
                public override Tensor forward(Tensor x) { {{body}} }
            }
            """);
        return text;
    }

    private static string Members(int index)
    {
        if (index % 5 != 4)
        {
            return "[Projection(Matrix.Q)] private readonly Linear query = nn.Linear(64, 64); [Projection(Matrix.K)] private readonly Linear key = nn.Linear(64, 64); [Projection(Matrix.V)] private readonly Linear value = nn.Linear(64, 64); private readonly LayerNorm norm = nn.LayerNorm(64);";
        }

        var layers = new StringBuilder();
        for (var layer = index - 4; layer < index; layer++)
        {
            layers.Append(CultureInfo.InvariantCulture, $"private readonly global::Large.Part{layer % 7}.C{layer} layer{layer} = new(); ");
        }

        return layers + "[Head] private readonly Linear classifier = nn.Linear(64, 2);";
    }

    private static string Unrelated(int index, int edit)
    {
        var text = new StringBuilder($"using System;\nusing System.Collections.Generic;\nnamespace Large.Unrelated{index % 31};\n/// <summary>Nothing to do with models.</summary>\n[Serializable]\npublic sealed class U{index}\n{{\n");
        for (var method = 0; method < 8; method++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    [Obsolete] public int Method{method}(List<int> values, string name)\n    {{\n        var sum = {edit};\n        foreach (var value in values)\n        {{\n            sum += value * name.Length;\n        }}\n\n        return sum;\n    }}\n\n");
        }

        return text.Append("}\n").ToString();
    }
}
