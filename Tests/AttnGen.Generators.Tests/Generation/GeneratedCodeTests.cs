using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Tests.Generation;

public sealed class GeneratedCodeTests
{
    public static TheoryData<string> Sound => new()
    {
        Sources.Attention(),
        Sources.Of(Sources.Triple, "[Tune(Matrix.Q | Matrix.V)]"),
        Sources.Of("private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4); private readonly Linear? value = null;", "[Tune(Matrix.Q)]"),
        Sources.Of("private Parameter scale = new(zeros(4)); private Tensor mask = zeros(4); private Parameter Hidden { get; set; } = new(zeros(4)); private Tensor Buffer { get; set; } = zeros(4); [Name(\"LayerNorm\")] private readonly LayerNorm norm = nn.LayerNorm(4); public Linear Dense { get; } = nn.Linear(4, 4);"),
        Sources.Of("[Head] private readonly Linear classifier = nn.Linear(4, 2);"),
        // What an initializer assigns is another object's.
        Sources.Of("private Parameter scale = new(zeros(4)); private readonly Settings? before, after; public M(int scaled) : this() { before = new Settings { scale = scaled }; RegisterComponents(); after = before with { scale = 2 }; } public record Settings { public int scale; }"),
        Sources.Of("private readonly nn.Module inner = nn.Linear(4, 4);", "[Tune(Matrix.Q)]"),
        Sources.Of(Sources.Triple + " private enum Matrix { } private sealed class Tuning { } private sealed class Groups { }"),
        Sources.Of(Sources.Triple + " private Tensor Apply(Linear linear, Tensor x) => linear.call(x);"),
        Sources.Of(Sources.Triple + " private sealed class Apply { }"),
        Sources.Usings + """
            public static partial class Models
            {
                private static Tensor Apply(Linear linear, Tensor x, int times) => linear.call(x) * times;
                [TunableModule]
                public sealed partial class A : nn.Module<Tensor, Tensor>
                {
                    private readonly Linear dense = nn.Linear(4, 4);
                    public A() : base("A") => RegisterComponents();
                    public override Tensor forward(Tensor x) => Apply(dense, x, 2);
                }
            }
            """,
        Sources.Usings + """
            public partial interface @file<@from, @scoped>
            {
                public static partial class @extension
                {
                    [TunableModule, Tune(Matrix.Q)]
                    public sealed partial class @required<@record> : nn.Module<Tensor, Tensor>
                    {
                        private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);
                        public @required() : base("R") => RegisterComponents();
                        public override Tensor forward(Tensor x) => Project(x).Value;
                    }
                }
            }
            [TunableModule, Tune(Matrix.Q)]
            public sealed partial class @small : nn.Module<Tensor, Tensor>
            {
                private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);
                public @small() : base("S") => RegisterComponents();
                public override Tensor forward(Tensor x) => Project(x).Value;
            }
            """,
        Sources.Of("[Projection(Matrix.Q), Name(\"query\")] Linear Parts.IHolder<int>.Query { get; } = nn.Linear(4, 4); [Name(\"scale\")] Parameter? Parts.IHolder<int>.@event { get; set; } [Name(\"body\")] nn.IModule<Tensor, Tensor>? Parts.IHolder<int>.Body => null;"
            + " private readonly Linear key = nn.Linear(4, 4), value = nn.Linear(4, 4);", "[Tune(Matrix.Q)]").Replace("M : nn.Module<Tensor, Tensor>", "M : nn.Module<Tensor, Tensor>, Parts.IHolder<int>", StringComparison.Ordinal)
            + "namespace Parts { public interface IHolder<T> { Linear Query { get; } Parameter? @event { get; set; } nn.IModule<Tensor, Tensor>? Body { get; } } }",
        Sources.Usings + """
            public abstract class Layer : nn.Module<Tensor, Tensor>
            {
                protected Layer() : base("L") { }
                protected static Tensor Apply(Linear linear, Tensor x) => linear.call(x);
            }
            [TunableModule]
            public sealed partial class A : Layer
            {
                private readonly Linear dense = nn.Linear(4, 4);
                public A() => RegisterComponents();
                public override Tensor forward(Tensor x) => Apply(dense, x);
            }
            """,
        Sources.Of("private readonly nn.IModule<Tensor, Tensor> body = nn.Linear(4, 4); [Head] private readonly IBlock? head = null; [Freeze] public object Tail { get; } = new(); private readonly System.IDisposable? other = null;", "[Tune(Matrix.Q)]")
            + "public interface IBlock : nn.IModule<Tensor, Tensor>;",
        Sources.Usings + """
            [TunableModule]
            public sealed partial class Shell<TModule, TBody, TAny> : nn.Module<Tensor, Tensor> where TModule : nn.Module where TBody : TModule
            {
                private readonly TBody body;
                private readonly TAny? any;
                private readonly TModule? none = null;
                public Shell(TBody body, TAny any) : base("Shell") { this.body = body; this.any = any; RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }
            """,
        Sources.Of("private readonly nn.Module inner = nn.Linear(4, 4);") + "[TuneStrategy<M>] public static partial class S;",
        Sources.Of("protected readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);") + """
            public class Derived : M { public override Tensor forward(Tensor x) => Project(x).Value; }
            [TunableModule] public partial class Own : M { [Name("q")] protected readonly Linear q_proj = nn.Linear(4, 4); private readonly Linear k_proj = nn.Linear(4, 4), v_proj = nn.Linear(4, 4); public override Tensor forward(Tensor x) => Project(x).Key; }
            """,
        Sources.Usings + """
            namespace Cases.one { [TunableModule] public partial class M : nn.Module<Tensor, Tensor> { public M() : base("M") => RegisterComponents(); public override Tensor forward(Tensor x) => x; } }
            namespace Cases.One { [TunableModule] public partial class M : nn.Module<Tensor, Tensor> { public M() : base("M") => RegisterComponents(); public override Tensor forward(Tensor x) => x; } }
            """,
        "#nullable disable\n" + Sources.Of(Sources.Triple, "[Tune(AttnGen.Matrix.Q)]"),
        Sources.Usings + """
            namespace @namespace;
            public partial class Outer<T> where T : class
            {
                [TunableModule, Tune(Matrix.Q)]
                public partial class @event<U> : nn.Module<Tensor, Tensor> where U : nn.Module
                {
                    private readonly Linear wq = nn.Linear(4, 4), wk = nn.Linear(4, 4), wv = nn.Linear(4, 4);
                    private readonly Linear @class = nn.Linear(4, 4);
                    public @event() : base("e") => RegisterComponents();
                    public override Tensor forward(Tensor x) => x;
                }
            }
            """,
        Sources.Usings + """
            [TunableModule]
            [Tune(Matrix.Q)]
            public partial class A : nn.Module<Tensor, Tensor>
            {
                private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);
                public A() : base("A") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            [TunableModule]
            public sealed partial class B : A { private readonly Linear dense = nn.Linear(4, 4); }
            """,
        Sources.Usings + """
            [TunableModule]
            public sealed partial class Node<T> : nn.Module<Tensor, Tensor>
            {
                private readonly Node<Node<T>>? next = null;
                public Node() : base("Node") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            """,
    };

    /// <summary>Whoever declares it as an interface, or leaves it to a type parameter, gets what TorchSharp registers: the value.</summary>
    [Theory]
    [InlineData("nn.IModule<Tensor, Tensor>", "M.g.cs", true)]
    [InlineData("System.IDisposable", "M.g.cs", false)]
    [InlineData("object", "M.g.cs", false)]
    [InlineData("T", "M`1.g.cs", false)]
    [InlineData("System.Collections.Generic.IList<int>", "M.g.cs", null)]
    public void WhatMayHoldAModuleIsRegisteredByItsValue(string type, string hint, bool? isMapped)
    {
        var text = GeneratorRun.Of(Sources.Of($"private readonly {type}? body = default;", declaration: type == "T" ? "public partial class M<T>" : "public partial class M")).Text(hint);

        Assert.Equal(isMapped is not null, text.Contains("if (this.body is global::TorchSharp.torch.nn.Module module0 && !_internal_submodules.ContainsKey(\"body\"))", StringComparison.Ordinal));
        Assert.Equal(isMapped is true, text.Contains("map.Opaque(\"body\", this.body as global::TorchSharp.torch.nn.Module);", StringComparison.Ordinal));
    }

    /// <summary>Code of the user's that merely might hold a module is not run for it: it may throw, load what is not needed yet, or warn.</summary>
    [Theory]
    [InlineData("public object Body { get; } = new();", true)]
    [InlineData("public object? Body { get; set => field = value; }", true)]
    [InlineData("public object Body { get => field ??= new(); set; }", false)]
    [InlineData("public object Body => field ??= new();", false)]
    [InlineData("public object? Body { set => field = value; }", false)]
    [InlineData("[System.Obsolete] public object Body { get; } = new();", false)]
    [InlineData("[System.Obsolete(\"Gone.\", true)] public readonly object Body = new();", false)]
    [InlineData("public virtual object Body { get; } = new();", false)]
    [InlineData("public partial object Body { get; set; } public partial object Body { get => field ??= new(); set; }", false)]
    public void AGetterOfTheUsersIsNotAskedWhetherItHoldsAModule(string member, bool isRegistered)
    {
        var run = GeneratorRun.Of([Sources.Of(member)], LanguageVersion.CSharp14);

        Assert.Equal(isRegistered, run.Text("M.g.cs").Contains("if (this.Body is global::TorchSharp.torch.nn.Module", StringComparison.Ordinal));
        Assert.True(isRegistered || !run.Text("M.g.cs").Contains("this.Body", StringComparison.Ordinal));
        Assert.True(run.CompilerProblems.Count == 0, string.Join("\n", run.CompilerProblems));
    }

    [Theory]
    [InlineData("private readonly object gate = new(); [Name(\"gate\")] public Linear Router { get; } = nn.Linear(4, 4);")]
    [InlineData("[Name(\"gate\")] public Linear Router { get; } = nn.Linear(4, 4); private readonly object gate = new();")]
    public void AModuleHasItsNameBeforeWhatMayBeNone(string members)
    {
        var text = GeneratorRun.Of(Sources.Of(members)).Text("M.g.cs");

        Assert.Contains("register_module(\"gate\", this.Router);", text, StringComparison.Ordinal);
        Assert.DoesNotContain("this.gate", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public async Task CompilesWithoutAWarningAndWithoutADiagnostic(string source)
    {
        var run = GeneratorRun.Of(source);

        Assert.Null(run.Result.Exception);
        Assert.NotEmpty(run.Result.GeneratedSources);
        Assert.True(run.CompilerProblems.Count == 0, string.Join("\n", run.CompilerProblems));
        Assert.DoesNotContain(await run.Analyze(), problem => problem.Severity == DiagnosticSeverity.Error);
        run.After(source).EmitsNothingNew();
        Assert.All(run.Result.GeneratedSources, file => Assert.DoesNotContain('\r', file.SourceText.ToString()));
    }

    /// <summary>Whoever declares what is obsolete or experimental has been warned where he uses it.</summary>
    [Theory]
    [InlineData("System.Obsolete")]
    [InlineData("System.Obsolete(\"Use another one.\")")]
    [InlineData("System.Diagnostics.CodeAnalysis.Experimental(\"TRIAL\")")]
    public void WhatIsObsoleteOrExperimentalGivesNoWarningInTheGeneratedPart(string mark)
    {
        var run = GeneratorRun.Of(Sources.Of($"[{mark}] private readonly Linear query = nn.Linear(4, 4); private readonly Linear key = nn.Linear(4, 4), value = nn.Linear(4, 4); [Head] private readonly Old old = new();", "[Tune(Matrix.Q)]")
            + $"[{mark}] [TunableModule] public sealed partial class Old : nn.Module<Tensor, Tensor> {{ private readonly Linear a = nn.Linear(4, 4); public Old() : base(\"O\") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }}"
            + "[TuneStrategy<M>, Tune(Matrix.V)] public static partial class S;");

        bool IsGenerated(Diagnostic problem) => run.Result.GeneratedSources.Any(file => file.SyntaxTree == problem.Location.SourceTree);
        Assert.DoesNotContain(run.Output.GetDiagnostics(), problem => problem.Severity >= DiagnosticSeverity.Warning && IsGenerated(problem));
        var all = run.Output.WithOptions(((CSharpCompilationOptions)run.Output.Options).WithReportSuppressedDiagnostics(true)).GetDiagnostics();
        Assert.Contains(all, problem => problem.IsSuppressed && IsGenerated(problem));
    }

    /// <summary>What a partial property keeps belongs to the part that has the accessors.</summary>
    [Fact]
    public async Task APartialPropertyThatKeepsAValueIsAComponent()
    {
        var run = GeneratorRun.Of([Sources.Of("[Projection(Matrix.Q)] public partial Linear Query { get; set; } public partial Linear Query { get => field ??= nn.Linear(4, 4); set; } [Head] public partial Parameter Scale { get; set; }"
            + " public partial Parameter Scale { get => field ??= new(zeros(4)); set => field = value; } private readonly Linear key = nn.Linear(4, 4), value = nn.Linear(4, 4);", "[Tune(Matrix.Q)]")], LanguageVersion.CSharp14);

        Assert.True(run.CompilerProblems.Count == 0, string.Join("\n", run.CompilerProblems));
        Assert.DoesNotContain(await run.Analyze(), problem => problem.Severity == DiagnosticSeverity.Error);
        Assert.Contains("map.Projection(\"Query\", this.Query, ", run.Text("M.g.cs"), StringComparison.Ordinal);
        Assert.Contains("register_parameter(\"Scale\", this.Scale);", run.Text("M.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RegisterComponents();", "ATG0213")]
    [InlineData("", "ATG0010", "ATG0213")]
    public async Task APartialConstructorIsReadWhereItsBodyIs(string statement, params string[] expected)
    {
        var run = GeneratorRun.Of([Sources.Usings + "[TunableModule, Lora(Rank = 5), Tune(Matrix.Q)] public sealed partial class M : nn.Module<Tensor, Tensor> { private readonly Linear query, key, value; public partial M(); "
            + "public partial M() : base(\"M\") { query = nn.Linear(4, 4); key = nn.Linear(4, 4); value = nn.Linear(4, 4); " + statement + " } public override Tensor forward(Tensor x) => Project(x).Value; }"], LanguageVersion.CSharp14);

        Assert.Equal(expected, (await run.Analyze()).Where(problem => problem.Severity == DiagnosticSeverity.Error).Select(problem => problem.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AClassifierFindsTheGroupsOfAnEncoderInAnotherAssembly()
    {
        var run = GeneratorRun.Of(Sources.Classifier, GeneratorRun.Of(Sources.Attention()).Emit());

        Assert.True(run.CompilerProblems.Count == 0, string.Join("\n", run.CompilerProblems));
        var text = run.Text("Application.Classifier.g.cs");
        Assert.Contains(".Lora(rank: 2)\n", text, StringComparison.Ordinal);
        Assert.Contains(".Tune(global::AttnGen.Matrix.V, lrScale: 4)\n", text, StringComparison.Ordinal);
        Assert.Contains(".Head(lrScale: 2)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("TuningGroup Key", text, StringComparison.Ordinal);
    }

    /// <summary>Whether there is a head, only the session finds out.</summary>
    [Fact]
    public void AStrategyThatNamesNothingOfWhatCannotBeLookedIntoIsItsHead()
    {
        var text = GeneratorRun.Of(Sources.Of("private readonly nn.Module inner = nn.Linear(4, 4);") + "[TuneStrategy<M>] public static partial class S;").Text("S.g.cs");

        Assert.Contains("What the attributes declare: the head alone, if the session finds one.", text, StringComparison.Ordinal);
        Assert.Contains(".Create(static _ => { });", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInvalidStrategyIsOneErrorAtTheCallWithAnalyzersOff()
    {
        var source = Sources.Attention("[Tune(Matrix.Q, LrScale = -1)]", "BeginTuning(); return x;");

        var problem = Assert.Single(GeneratorRun.Of(source).CompilerProblems);
        Assert.Equal("CS0619", problem.Id);
        Assert.Contains("ATG0204", problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
