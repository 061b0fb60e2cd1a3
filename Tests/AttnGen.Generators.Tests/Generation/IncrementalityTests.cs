using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests.Generation;

public sealed class IncrementalityTests
{
    private const string Library = """
        namespace Library
        {
            [TunableModule]
            public sealed partial class Attention : nn.Module<Tensor, Tensor>
            {
                private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);
                public Attention() : base("Attention") => RegisterComponents();
                public override Tensor forward(Tensor x) => Project(x).Value;
            }
        }
        """;

    public static TheoryData<string> EditsThatChangeNothing => new()
    {
        Sources.Attention(body: "return x;"),
        Sources.Attention(body: "/* a comment */ var (q, k, v) = Project(x); return q + k + v;"),
        Sources.Attention() + "\n// a comment at the end\n",
        "// a comment at the top\n\n" + Sources.Attention(),
        Sources.Attention("\n\n// lines above an attribute\n[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4)]"),
        Sources.Attention().Replace("\n", "\r\n", StringComparison.Ordinal),
        Sources.Attention(body: "return Other(x); } private readonly int heads = 2; private string Name2 => \"\"; private Tensor Other(Tensor x) { return x + heads;"),
        Sources.Attention("[Tune(Matrix.V, LrScale = 2 + 2)] [Tune(Matrix.Q, LrScale = 1.0)]"),
    };

    [Theory]
    [MemberData(nameof(EditsThatChangeNothing))]
    public void AnEditThatChangesNoDeclarationEmitsNothing(string edited)
    {
        var first = GeneratorRun.Of(Sources.Attention());

        first.After(edited).EmitsNothingNew();
    }

    [Fact]
    public void AnUnrelatedFileEmitsNothing()
    {
        var run = GeneratorRun.Of(Sources.Attention()).With("class Unrelated { int x; }");

        run.EmitsNothingNew();
        run.After("class Unrelated { int y; string z; }", file: 1).EmitsNothingNew();
    }

    [Fact]
    public void AnEditOfTheDeclarationEmitsThatClassAlone()
    {
        var run = GeneratorRun.Of([Sources.Attention(), Sources.Of("[Head] private readonly Linear a = nn.Linear(4, 2);")])
            .After(Sources.Attention("[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 8)]"));

        Assert.Equal(1, run.ChangedOutputs);
        Assert.Contains("lrScale: 8", run.Text("Library.Attention.g.cs"), StringComparison.Ordinal);
    }

    /// <summary>The root's strategy is made of what the modules in it declare, in whichever file they stand.</summary>
    [Fact]
    public void AnEditOfAContainedClassEmitsItsRootToo()
    {
        var before = GeneratorRun.Of([Sources.Usings + Library, Sources.Classifier]);
        Assert.DoesNotContain("Tune(", before.Text("Application.Classifier.g.cs").Split("Create(")[1], StringComparison.Ordinal);

        var after = before.After(Sources.Usings + Library.Replace("[TunableModule]", "[TunableModule, Tune(Matrix.K, LrScale = 3)]", StringComparison.Ordinal));

        Assert.Contains(".Tune(global::AttnGen.Matrix.K, lrScale: 3)", after.Text("Application.Classifier.g.cs"), StringComparison.Ordinal);
        Assert.Equal(2, after.ChangedOutputs);
    }

    [Fact]
    public void TheModelHoldsValuesOnly()
    {
        var run = GeneratorRun.Of([Sources.Usings + Library, Sources.Classifier, Sources.Of("private Parameter a = new(zeros(4));", "[Tune(Matrix.Q)]")]);
        var models = run.Result.TrackedSteps[TunableModuleGenerator.ModelStep].SelectMany(step => step.Outputs).Select(output => output.Value).ToList();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);

        Assert.Equal(3, models.Count);
        Assert.All(models, model => Walk(model, "model", seen));
        Assert.True(seen.Count > 20, $"Only {seen.Count} objects were looked at.");
    }

    [Fact]
    public void NoOldCompilationStaysAlive()
    {
        var run = GeneratorRun.Of([Sources.Usings + Library, Sources.Classifier]);
        var (old, next) = Edit(run);
        run = null;
        for (var attempt = 0; attempt < 5 && old.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive, "The compilation before the edit is still held.");
        GC.KeepAlive(next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Old, GeneratorRun Next) Edit(GeneratorRun run)
    {
        var middle = run.After(Sources.Classifier + "// once", file: 1);
        return (new WeakReference(middle.Output), middle.After(Sources.Classifier + "// twice", file: 1));
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or AttributeData, $"{path} holds a {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Walk(item, path + "[]", seen);
            }
        }

        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
