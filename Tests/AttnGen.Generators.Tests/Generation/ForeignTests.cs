using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests.Generation;

/// <summary>Models of assemblies that know nothing of AttnGen, as the compiler sees them.</summary>
public sealed class ForeignTests
{
    private const string Declaration = "[assembly: TuneModel<Vendor.Encoder>(Query = \"layers.*.Query\", Head = \"pooler\")]\n";

    private static string Strategy(string attributes) => $"[TuneStrategy<Vendor.Encoder>, {attributes}] public static partial class S;\n";

    [Fact]
    public async Task A_role_without_a_place_is_refused_with_how_to_say_it()
    {
        var run = GeneratorRun.Of(Sources.Usings + Declaration + Strategy("Tune(Matrix.V)"), Sources.Vendor());
        var problem = Assert.Single(await run.Analyze());
        Assert.Equal(
            "V is tuned, and nothing in 'Encoder' is that projection. Its projections are: Q. Say where it is by [assembly: TuneModel<Encoder>(Value = \"...\")], or remove the declaration.",
            problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("ATG0201", problem.Id);
    }

    [Theory]
    [InlineData(Declaration, "Tune(Matrix.V)", "ATG0201")]
    [InlineData("[assembly: TuneModel<Vendor.Encoder>(Query = \"a..b\")]\n", "Tune(Matrix.Q)", "ATG0603")]
    [InlineData("[assembly: TuneModel<Vendor.Encoder>]\n[assembly: TuneAttention<Vendor.Encoder, Vendor.Attention>(Key = \"key\")]\n", "Tune(Matrix.K)", "ATG0604")]
    [InlineData("[assembly: TuneModel<Vendor.Encoder>]\n", "Tune(Matrix.Q)", "ATG0606")]
    public void What_is_wrong_does_not_compile_where_it_is_used_with_analyzers_off(string declaration, string strategy, string id)
    {
        var run = GeneratorRun.Of(
            Sources.Usings + declaration + Strategy(strategy) + "public static class Program { public static void Run(Vendor.Encoder model) { S.Begin(model); } }", Sources.Vendor());
        var error = Assert.Single(run.CompilerProblems, problem => problem.Severity == DiagnosticSeverity.Error);
        Assert.Equal("CS0619", error.Id);
        Assert.Contains(id, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_can_be_said_of_it_compiles()
    {
        var run = GeneratorRun.Of(
            [
                Sources.Usings + Declaration + Strategy("Lora(Rank = 1), Tune(Matrix.Q)"),
                Sources.Usings + "using Vendor; public static class Program { public static object Run(Encoder model) { using var a = S.Begin(model); using var b = model.BeginTuning(S.Value); return (a.Groups.Query, a.Groups.Head); } }",
            ],
            references: Sources.Vendor());
        Assert.Empty(run.CompilerProblems);
        Assert.Contains(run.With(Sources.Usings + "public static class Other { public static void Run(Vendor.Attention layer) => layer.BeginTuning(TuneStrategy<Vendor.Attention>.Create(s => s.Tune(Matrix.Q))); }").CompilerProblems,
            problem => problem.Id is "CS0315" or "CS0311" or "CS1929" or "CS0453");
    }

    [Fact]
    public void A_name_given_to_the_attribute_is_seen_through()
    {
        var run = GeneratorRun.Of("global using Declared = AttnGen.TuneModelAttribute<Vendor.Encoder>;\n" + Sources.Usings + "[assembly: Declared(Query = \"layers.*.Query\")]\n" + Strategy("Tune(Matrix.Q)"), Sources.Vendor());
        Assert.Empty(run.CompilerProblems);
        Assert.Contains("\"layers.*.Query\"", run.Text("Vendor.EncoderTuningExtensions.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_the_declaration_emits_that_model_alone_and_an_unrelated_one_nothing()
    {
        var run = GeneratorRun.Of([Sources.Usings + Declaration, Sources.Usings + Strategy("Tune(Matrix.Q)"), Sources.Attention()], references: Sources.Vendor());
        run.With("class Unrelated { int x; }").EmitsNothingNew();
        run.After(Sources.Usings + Declaration + "// a comment").EmitsNothingNew();
        var after = run.After(Sources.Usings + Declaration.Replace("*.Query", "1.Query", StringComparison.Ordinal));
        Assert.Equal(1, after.ChangedOutputs);
    }

    /// <summary>A nested class and one beside it, names that differ in case alone, and forms of one generic class: the compiler takes no two generated files of one name.</summary>
    [Fact]
    public void Models_of_one_name_have_generated_parts_of_their_own()
    {
        static string Class(string name) => $"public class {name} : nn.Module<Tensor, Tensor> {{ private readonly Linear query = nn.Linear(4, 4); public {name}() : base(\"M\") => RegisterComponents(); public override Tensor forward(Tensor x) => query.call(x); }}\n";
        static string Declared(params string[] models) => Sources.Usings + string.Concat(models.Select(model => $"[assembly: TuneModel<{model}>(Query = \"query\")]\n"));

        var vendor = "namespace Vendor { public static class Bert { " + Class("Model") + " } " + Class("BertModel") + Class("Bertmodel") + " public class Open<T> : BertModel; }\n"
            + "public static class Program { public static void Run(Vendor.Bert.Model a, Vendor.BertModel b, Vendor.Bertmodel c) { Vendor.BertModelTuningExtensions1.Merge(a); Vendor.BertModelTuningExtensions2.Merge(b); Vendor.BertmodelTuningExtensions3.Merge(c); } }";
        var run = GeneratorRun.Of(Declared("Vendor.Bertmodel", "Vendor.BertModel", "Vendor.Bert.Model") + vendor);
        Assert.Null(run.Result.Exception);
        Assert.Empty(run.CompilerProblems);

        Assert.Equal(2, GeneratorRun.Of(Declared("Vendor.Open<int>", "Vendor.Open<long>") + vendor.Split("public static class Program")[0]).Result.GeneratedSources.Count(file => file.HintName.StartsWith("Vendor.Open", StringComparison.Ordinal)));
    }

    /// <summary>The vendor shows a member to the library alone; the library's users see the member neither, nor need to.</summary>
    [Fact]
    public async Task What_a_library_was_allowed_to_read_counts_for_those_who_may_not()
    {
        var vendor = GeneratorRun.Of(Sources.Usings.Replace("using AttnGen;", "", StringComparison.Ordinal) + """
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Models1")]
            namespace Vendor
            {
                public sealed class Layer : nn.Module<Tensor, Tensor>
                {
                    internal readonly Linear query = nn.Linear(4, 4);
                    public Layer() : base("Layer") => RegisterComponents();
                    public override Tensor forward(Tensor x) => query.call(x);
                }
                public sealed class Encoder : nn.Module<Tensor, Tensor>
                {
                    private readonly Layer layer = new();
                    public Encoder() : base("Encoder") => RegisterComponents();
                    public override Tensor forward(Tensor x) => layer.call(x);
                }
            }
            """).Emit();
        var library = GeneratorRun.Of(Sources.Usings + """
            [assembly: TuneModel<Vendor.Encoder>]
            [assembly: TuneAttention<Vendor.Encoder, Vendor.Layer>(Query = "query")]
            namespace Library
            {
                [TunableModule]
                public sealed partial class Wrapped : nn.Module<Tensor, Tensor>
                {
                    private readonly Vendor.Encoder encoder = new();
                    public Wrapped() : base("Wrapped") => RegisterComponents();
                    public override Tensor forward(Tensor x) => encoder.call(x);
                }
            }
            """, vendor);
        Assert.Empty(await library.Analyze());
        Assert.Empty(library.CompilerProblems);

        var user = GeneratorRun.Of(Sources.Usings + "[TuneStrategy<Library.Wrapped>, Tune(Matrix.Q)] public static partial class S; public static class Program { public static void Run(Library.Wrapped model) => S.Begin(model).Dispose(); }", vendor, library.Emit());
        Assert.Empty(await user.Analyze());
        Assert.Empty(user.CompilerProblems);
    }

    /// <summary>A library wraps the model of another one; its own declaration of it is read from the reference.</summary>
    [Fact]
    public async Task What_a_library_declares_counts_for_the_models_that_it_publishes()
    {
        var vendor = Sources.Vendor();
        var library = GeneratorRun.Of(Sources.Usings + Declaration + """
            namespace Library
            {
                [TunableModule]
                public sealed partial class Wrapped : nn.Module<Tensor, Tensor>
                {
                    private readonly Vendor.Encoder encoder = new();
                    public Wrapped() : base("Wrapped") => RegisterComponents();
                    public override Tensor forward(Tensor x) => encoder.call(x);
                }
            }
            """, vendor);
        Assert.Empty(library.CompilerProblems);
        var right = GeneratorRun.Of(Sources.Usings + "[TuneStrategy<Library.Wrapped>, Tune(Matrix.Q)] public static partial class S;", vendor, library.Emit());
        Assert.Empty(await right.Analyze());
        Assert.Empty(right.CompilerProblems);
        Assert.Contains("ModelGroups", right.Text("S.g.cs"), StringComparison.Ordinal);

        var wrong = GeneratorRun.Of(Sources.Usings + "[TuneStrategy<Library.Wrapped>, Tune(Matrix.V)] public static partial class S;", vendor, library.Emit());
        Assert.Equal("ATG0201", Assert.Single(await wrong.Analyze()).Id);
    }
}
