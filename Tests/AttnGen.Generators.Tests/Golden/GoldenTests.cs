using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests.Golden;

/// <summary>The generated files of the annotated models, whole, as a person has read them.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void SelfAttention() => Verify(Sources.Attention());

    [Fact]
    public void ClassifierOverAnEncoder() => Verify(Sources.Attention("") + Sources.Body("""
        [TunableModule, Lora(Rank = 4, Alpha = 16, Dropout = 0.05)]
        [Tune(Matrix.Q, WeightDecay = 0), Tune(Matrix.V, LrScale = 4), Freeze(Matrix.K)]
        public sealed partial class Classifier : nn.Module<Tensor, Tensor>
        {
            private readonly ModuleList<Library.Attention> layers;
            [Freeze] private readonly Sequential tail = nn.Sequential();
            [Head(LrScale = 2, WeightDecay = 0.1)] private readonly Linear classifier = nn.Linear(4, 2);
            public Classifier() : base("Classifier") { layers = new(); RegisterComponents(); }
            public override Tensor forward(Tensor x) => classifier.call(x);
        }
        """));

    [Fact]
    public void ClassifierOverAnotherAssembly()
    {
        var library = GeneratorRun.Of(Sources.Attention()).Emit();
        Verify(Sources.Classifier, library);
    }

    [Fact]
    public void NestedGenericAndNamedLikeKeywords() => Verify(Sources.Usings + """
        namespace @namespace.@event;
        public partial class Outer<T> where T : class
        {
            internal partial record struct Middle
            {
                [TunableModule, Tune(Matrix.Q)]
                public partial class @class<U> : nn.Module<Tensor, Tensor> where U : nn.Module
                {
                    private readonly Linear q_proj = nn.Linear(4, 4), k_proj = nn.Linear(4, 4), v_proj = nn.Linear(4, 4);
                    private readonly U? @object = null;
                    public @class() : base("c") => RegisterComponents();
                    public override Tensor forward(Tensor x) => x;
                }
            }
        }
        """);

    [Fact]
    public void HeadOnly() => Verify(Sources.Of("[Head] private readonly Linear classifier = nn.Linear(4, 2); private readonly Linear body = nn.Linear(4, 4);"));

    [Fact]
    public void AnInvalidStrategy() => Verify(Sources.Attention("[Tune(Matrix.Q, LrScale = -1)]"));

    [Fact]
    public void EveryKindOfMember() => Verify(Sources.Of("""
        private Parameter scale = new(zeros(4));
            private Tensor mask = zeros(4);
            private Parameter Hidden { get; set; } = new(zeros(4));
            private Tensor Buffer { get; set; } = zeros(4);
            public Parameter Found { get; set; } = new(zeros(4));
            [Name("LayerNorm")] private readonly LayerNorm norm = nn.LayerNorm(4);
            public Linear Dense { get; } = nn.Linear(4, 4);
            private readonly nn.Module? opaque = null;
            private static readonly Linear shared = nn.Linear(4, 4);
        """));

    [Fact]
    public void ADerivedModule() => Verify(Sources.Usings + """
        [TunableModule, Tune(Matrix.Q)]
        public partial class Plain : nn.Module<Tensor, Tensor>
        {
            protected readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);
            public Plain() : base("Plain") => RegisterComponents();
            public override Tensor forward(Tensor x) => Project(x).Query;
        }
        [TunableModule, Tune(Matrix.V, LrScale = 4)]
        public sealed partial class Gated : Plain
        {
            private readonly Linear gate = nn.Linear(4, 4);
            public Gated() => RegisterComponents();
        }
        """);

    [Fact]
    public void CrossAttentionWithAnOptionalProjection() => Verify(Sources.Of("""
        [Projection(Matrix.Q)] private readonly Linear target = nn.Linear(4, 4);
            [Projection(Matrix.K)] private readonly Linear source = nn.Linear(4, 4);
            [Projection(Matrix.V)] private readonly Linear? content = nn.Linear(4, 4);
            public Tensor Attend(Tensor a, Tensor b) { var (q, k, v) = Project(a, b); return q + k + v; }
        """, "[Tune(Matrix.Q | Matrix.V, LrScale = 1e-3)]"));

    [Fact]
    public void AStrategyType() => Verify(Sources.Attention("") + Sources.Body("""
        [TunableModule]
        public sealed partial class Classifier : nn.Module<Tensor, Tensor>
        {
            private readonly ModuleList<Library.Attention> layers;
            [Head(LrScale = 2)] private readonly Linear classifier = nn.Linear(4, 2);
            public Classifier() : base("Classifier") { layers = new(); RegisterComponents(); }
            public override Tensor forward(Tensor x) => classifier.call(x);
        }

        public static partial class Strategies
        {
            [TuneStrategy<Classifier>, Lora(Rank = 1), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 8)]
            internal static partial class QvLambda8;
        }
        """));

    [Fact]
    public void WeightDecomposedAdapters() => Verify(Sources.Of(Sources.Triple, "[Dora(Rank = 1, Alpha = 2), Tune(Matrix.V)]")
        + "[TuneStrategy<M>, Dora(Rank = 1, Dropout = 0.1), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 8)] public static partial class S;");

    [Fact]
    public void NumbersForSomeLayers() => Verify(
        Sources.Attention("[Tune(Matrix.Q, Layers = \"0,2,4-6\"), Tune(Matrix.V, LrScale = 2, Layers = \"0-3\"), Tune(Matrix.V, LrScale = 3, WeightDecay = 0, Layers = \"last:2\")]")
        + Sources.Body("[TuneStrategy<Library.Attention>, Lora(Rank = 1), Tune(Matrix.V, Layers = \"0\"), Tune(Matrix.V, LrScale = 2, Layers = \"1-3\")] public static partial class Graded;"));

    [Fact]
    public void AnInvalidStrategyType() => Verify(Sources.Of(Sources.Triple) + "[TuneStrategy<M>, Tune(Matrix.Q, LrScale = 0)] public static partial class S;");

    [Fact]
    public void AStrategyTypeForAModelOfAnotherAssembly() =>
        Verify(Sources.Usings + "[TuneStrategy<Library.Attention>, Tune(Matrix.V, LrScale = 2)] public static partial class ValueOnly;", GeneratorRun.Of(Sources.Attention()).Emit());

    [Fact]
    public void ThePapersGroups() => Verify(Sources.Of(Sources.Triple + " [Head] private readonly Linear classifier = nn.Linear(4, 2);", "[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 2), Grouping(Grouping.Paper)]")
        + "[TuneStrategy<M>, Lora(Rank = 1), Tune(Matrix.V, LrScale = 8), Grouping(Grouping.Paper)] public static partial class S;");

    [Fact]
    public void AModelOfAnotherAssembly() => Verify(Sources.Usings + """
        [assembly: TuneModel<Vendor.Encoder>(Key = "layers.*.key", Head = "pooler")]
        [assembly: TuneAttention<Vendor.Encoder, Vendor.Attention>(Query = nameof(Vendor.Attention.Query), Value = "@value")]
        """.Replace("@value", "value", StringComparison.Ordinal) + Sources.Body("""
        [TuneStrategy<Vendor.Encoder>, Lora(Rank = 1), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4)]
        public static partial class QvLambda4;
        [TunableModule, Tune(Matrix.K)]
        public sealed partial class Classifier : nn.Module<Tensor, Tensor>
        {
            private readonly Vendor.Encoder encoder = new();
            [Head] private readonly Linear classifier = nn.Linear(4, 2);
            public Classifier() : base("Classifier") => RegisterComponents();
            public override Tensor forward(Tensor x) => classifier.call(encoder.call(x));
        }
        """), Sources.Vendor());

    [Fact]
    public void AnInvalidModelOfAnotherAssembly() => Verify(Sources.Usings + """
        [assembly: TuneModel<Vendor.Encoder>(Key = "layers..key")]
        """ + Sources.Body("[TuneStrategy<Vendor.Encoder>, Tune(Matrix.K)] public static partial class KeyOnly;"), Sources.Vendor());

    private static void Verify(string source, MetadataReference? reference = null, [CallerMemberName] string test = "")
    {
        var run = GeneratorRun.Of(source, reference is null ? [] : [reference]);
        Assert.True(run.CompilerProblems.Count == 0, string.Join("\n", run.CompilerProblems));
        run.After(source).EmitsNothingNew();
        GoldenFiles.Verify(run, test);
    }
}
