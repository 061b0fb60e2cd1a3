namespace AttnGen.Generators.Tests;

public sealed class DiagnosticTests
{
    private const string Triple = "private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);";

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "ATG0001", "M", Sources.Of(Triple, declaration: "public class M") },
        { "ATG0002", "M", Sources.Usings + "public class Outer { [TunableModule] public partial class M : nn.Module<Tensor, Tensor> { public M() : base(\"M\") => RegisterComponents(); public override Tensor forward(Tensor x) => x; } }" },
        { "ATG0003", "M", Sources.Usings + "[TunableModule] public partial class M { }" },
        { "ATG0004", "M", Sources.Usings + "[TunableModule] file partial class M : nn.Module<Tensor, Tensor> { public M() : base(\"M\") { } public override Tensor forward(Tensor x) => x; }" },
        { "ATG0006", "Derived", Sources.Of("") + "public class Derived : M { private readonly Linear extra = nn.Linear(4, 4); }" },
        { "ATG0006", "Derived", Sources.Usings + """
            public class Plain : nn.Module<Tensor, Tensor>
            {
                private readonly Linear extra = nn.Linear(4, 4);
                public Plain() : base("Plain") => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            [TunableModule] public partial class Derived : Plain { }
            """ },
        { "ATG0005", "Describe", Sources.Of(Triple + " public void Describe(AttnGen.CompilerServices.ModuleMap map) { }") },
        { "ATG0101", "Projection(Matrix.Q)", Sources.Of("[Projection(Matrix.Q)] private readonly LayerNorm a = nn.LayerNorm(4);") },
        { "ATG0102", "Projection(Matrix.Q)", Sources.Of("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4); [Projection(Matrix.Q)] private readonly Linear b = nn.Linear(4, 4);") },
        { "ATG0103", "M", Sources.Of("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0104", "Projection(Matrix.Q | Matrix.V)", Sources.Of("[Projection(Matrix.Q | Matrix.V)] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0105", "a", Sources.Of("[Name(\"x.y\")] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0106", "Scale", Sources.Of("public Parameter Scale { get; } = new(zeros(4));") },
        { "ATG0107", "Head", Sources.Of("[Head] private readonly int a = 1;") },
        { "ATG0108", "Freeze", Sources.Of("[Head, Freeze] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0201", "Tune(Matrix.Q)", Sources.Of("private readonly Linear a = nn.Linear(4, 4);", "[Tune(Matrix.Q)]") },
        { "ATG0202", "Freeze(Matrix.Q)", Sources.Of(Triple, "[Tune(Matrix.Q), Freeze(Matrix.Q)]") },
        { "ATG0203", "Tune(Matrix.Q | Matrix.V)", Sources.Of(Triple, "[Tune(Matrix.Q), Tune(Matrix.Q | Matrix.V)]") },
        { "ATG0204", "Lora(Rank = 0)", Sources.Of(Triple, "[Tune(Matrix.Q), Lora(Rank = 0)]") },
        { "ATG0204", "Lora(Dropout = 1)", Sources.Of(Triple, "[Tune(Matrix.Q), Lora(Dropout = 1)]") },
        { "ATG0204", "Tune(Matrix.Q, WeightDecay = -1)", Sources.Of(Triple, "[Tune(Matrix.Q, WeightDecay = -1)]") },
        { "ATG0205", "Tune(Matrix.None)", Sources.Of(Triple, "[Tune(Matrix.None)]") },
        { "ATG0206", "Root", Two("[Tune(Matrix.V)]", "[Tune(Matrix.V, LrScale = 4)]") },
        { "ATG0207", "Root", Two("[Tune(Matrix.Q), Lora]", "[Tune(Matrix.V)]").Replace("[Tune(Matrix.V)]", "[Tune(Matrix.V), Freeze(Matrix.Q)]", StringComparison.Ordinal).Replace("[TunableModule] public partial class Root", "[TunableModule, Tune(Matrix.Q | Matrix.V)] public partial class Root", StringComparison.Ordinal) },
        { "ATG0208", "M", Sources.Of("[Head] private readonly Linear a = nn.Linear(4, 2); [Head(LrScale = 2)] private readonly Linear b = nn.Linear(4, 2);") },
    };

    /// <summary>The right code nearest to each wrong one.</summary>
    public static TheoryData<string> Right => new()
    {
        Sources.Of(Triple),
        Sources.Usings + "public partial class Outer { [TunableModule] public partial class M : nn.Module<Tensor, Tensor> { public M() : base(\"M\") => RegisterComponents(); public override Tensor forward(Tensor x) => x; } }",
        Sources.Of("") + "public class Derived : M { private readonly int extra = 1; public int Extra => extra; }",
        Sources.Of("") + "[TunableModule] public partial class Derived : M { private readonly Linear extra = nn.Linear(4, 4); }",
        Sources.Of(Triple + " public void Describe(string text) { } public int BeginTuning(int a, int b) => a + b;", "[Tune(Matrix.Q)]"),
        Sources.Of("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4); [Projection(Matrix.K)] private readonly Linear b = nn.Linear(4, 4); [Projection(Matrix.V)] private readonly Linear c = nn.Linear(4, 4);"),
        Sources.Of("[Name(\"x_y\")] private readonly Linear a = nn.Linear(4, 4);"),
        Sources.Of("public Parameter Scale { get; private set; } = new(zeros(4));"),
        Sources.Of("[Head] private readonly Parameter a = new(zeros(4));"),
        Sources.Of(Triple, "[Tune(Matrix.Q), Freeze(Matrix.K)]"),
        Sources.Of(Triple, "[Tune(Matrix.Q), Tune(Matrix.V | Matrix.K)]"),
        Sources.Of(Triple, "[Tune(Matrix.Q, WeightDecay = 0), Lora(Rank = 1, Dropout = 0)]"),
        Two("[Tune(Matrix.V, LrScale = 4)]", "[Tune(Matrix.V, LrScale = 4)]"),
        Two("[Tune(Matrix.V)]", "[Tune(Matrix.V, LrScale = 4)]").Replace("[TunableModule] public partial class Root", "[TunableModule, Tune(Matrix.V)] public partial class Root", StringComparison.Ordinal),
        Sources.Of("[Head(LrScale = 2)] private readonly Linear a = nn.Linear(4, 2); [Head(LrScale = 2)] private readonly Linear b = nn.Linear(4, 2);"),
    };

    [Theory]
    [MemberData(nameof(Right))]
    public async Task IsSilentOnTheRightCodeNearestToIt(string source)
    {
        var run = GeneratorRun.Of(source);

        Assert.Empty(await run.Analyze());
        Assert.True(run.CompilerProblems.Count == 0, string.Join("\n", run.CompilerProblems));
    }

    /// <summary>A model with two attention layers that declare something themselves.</summary>
    private static string Two(string first, string second) => Sources.Usings + $$"""
        [TunableModule] {{first}} public sealed partial class First : nn.Module<Tensor, Tensor> { {{Triple}} public First() : base("First") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }
        [TunableModule] {{second}} public sealed partial class Second : nn.Module<Tensor, Tensor> { {{Triple}} public Second() : base("Second") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }
        [TunableModule] public partial class Root : nn.Module<Tensor, Tensor>
        {
            private readonly First first = new();
            private readonly Second second = new();
            public Root() : base("Root") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """;

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task IsReportedOnceAtItsPlace(string id, string place, string source)
    {
        var problem = Assert.Single(await GeneratorRun.Of(source).Analyze());

        Assert.Equal(id, problem.Id);
        Assert.Equal(place, source.Substring(problem.Location.SourceSpan.Start, problem.Location.SourceSpan.Length));
    }
}
