using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.CodeFixes.Tests;

public sealed class FixTests
{
    private const string Rest = """
            public M() : base("M") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """;

    /// <summary>The id, the offer's title, the lines before and the lines after; around them stand the usings.</summary>
    public static TheoryData<string, string, string, string> Mended => new()
    {
        { "ATG0001", "Make partial", Documented("public class M"), Documented("public partial class M") },
        {
            "ATG0002", "Make partial",
            "public static class Outer\n{\n    // a comment\n    " + Plain("public partial class M").Replace("\n", "\n    ", StringComparison.Ordinal) + "\n}\n",
            "public static partial class Outer\n{\n    // a comment\n    " + Plain("public partial class M").Replace("\n", "\n    ", StringComparison.Ordinal) + "\n}\n"
        },
        { "ATG0004", "Make internal", Documented("file sealed partial class M"), Documented("internal sealed partial class M") },
        { "ATG0004", "Make internal", "file static partial class Outer\n{\n    " + Plain("public partial class M").Replace("\n", "\n    ", StringComparison.Ordinal) + "\n}\n", "internal static partial class Outer\n{\n    " + Plain("public partial class M").Replace("\n", "\n    ", StringComparison.Ordinal) + "\n}\n" },
        { "ATG0006", "Add [TunableModule]", Plain("public partial class M") + "\n\n// about it\npublic class D : M\n{\n    private readonly Linear b = nn.Linear(4, 4);\n}\n", Plain("public partial class M") + "\n\n// about it\n[TunableModule]\npublic partial class D : M\n{\n    private readonly Linear b = nn.Linear(4, 4);\n}\n" },
        { "ATG0007", "Add [TunableModule]", Plain("public class M", "[Tune(Matrix.Q)]\n").Replace("[TunableModule]\n", "", StringComparison.Ordinal), Plain("public partial class M", "[Tune(Matrix.Q)]\n") },
        { "ATG0010", "Call RegisterComponents()", Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        // first\n        a = nn.Linear(4, 4);\n    }\n"), Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        // first\n        a = nn.Linear(4, 4);\n        RegisterComponents();\n    }\n") },
        { "ATG0011", "Move RegisterComponents() below the assignment", Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        RegisterComponents();\n        a = nn.Linear(4, 4); // last\n    }\n"), Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4); // last\n        RegisterComponents();\n    }\n") },
        { "ATG0011", "Move RegisterComponents() below the assignment", Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        // what TorchSharp finds\n        RegisterComponents(); // once\n        a = nn.Linear(4, 4);\n    }\n"), Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n        // what TorchSharp finds\n        RegisterComponents(); // once\n    }\n") },
        {
            "ATG0011", "Move RegisterComponents() below the assignment",
            Members("    private readonly Linear a, b;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n        this.RegisterComponents();\n        (_, b) = (a, nn.Linear(4, 4));\n\n        // all of it\n        this.to(ScalarType.Float64);\n    }\n"),
            Members("    private readonly Linear a, b;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n        (_, b) = (a, nn.Linear(4, 4));\n        this.RegisterComponents();\n\n        // all of it\n        this.to(ScalarType.Float64);\n    }\n")
        },
        {
            "ATG0010", "Call RegisterComponents()",
            Members("    private Linear a = null!;\n\n    public M() : base(\"M\")\n    {\n        Build();\n        foreach (var parameter in parameters())\n        {\n            parameter.requires_grad = false;\n        }\n\n        void Build() => a = nn.Linear(4, 4);\n    }\n"),
            Members("    private Linear a = null!;\n\n    public M() : base(\"M\")\n    {\n        Build();\n        RegisterComponents();\n        foreach (var parameter in parameters())\n        {\n            parameter.requires_grad = false;\n        }\n\n        void Build() => a = nn.Linear(4, 4);\n    }\n")
        },
        {
            "ATG0010", "Call RegisterComponents()",
            Members("    private readonly Linear a;\n\n    public M(bool wide) : base(\"M\")\n    {\n        if (wide)\n        {\n            a = nn.Linear(8, 8);\n        }\n        else\n        {\n            a = nn.Linear(4, 4);\n        }\n\n        return;\n    }\n"),
            Members("    private readonly Linear a;\n\n    public M(bool wide) : base(\"M\")\n    {\n        if (wide)\n        {\n            a = nn.Linear(8, 8);\n        }\n        else\n        {\n            a = nn.Linear(4, 4);\n        }\n        RegisterComponents();\n\n        return;\n    }\n")
        },
        {
            "ATG0010", "Call RegisterComponents()",
            Members("    private readonly Linear a = nn.Linear(4, 4);\n\n    public M() : base(\"M\")\n    {\n        eval();\n        return;\n    }\n"),
            Members("    private readonly Linear a = nn.Linear(4, 4);\n\n    public M() : base(\"M\")\n    {\n        eval();\n        RegisterComponents();\n        return;\n    }\n")
        },
        {
            "ATG0010", "Call RegisterComponents()",
            Members("    private readonly Linear a;\n    private Linear b = null!;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n        Build();\n        Count();\n    }\n\n    private void Build() => BuildHead();\n\n    private void BuildHead() => b = nn.Linear(4, 2);\n\n    private void Count() => parameters();\n"),
            Members("    private readonly Linear a;\n    private Linear b = null!;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n        Build();\n        RegisterComponents();\n        Count();\n    }\n\n    private void Build() => BuildHead();\n\n    private void BuildHead() => b = nn.Linear(4, 2);\n\n    private void Count() => parameters();\n")
        },
        {
            "ATG0010", "Call RegisterComponents()",
            Members("    private readonly Linear a;\n    private Linear b = null!;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n        Make(out b);\n        eval();\n    }\n\n    private static void Make(out Linear made) => made = nn.Linear(4, 2);\n"),
            Members("    private readonly Linear a;\n    private Linear b = null!;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n        Make(out b);\n        RegisterComponents();\n        eval();\n    }\n\n    private static void Make(out Linear made) => made = nn.Linear(4, 2);\n")
        },
        { "ATG0102", "Remove [Projection(Matrix.Q)]", Fields("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4);", "// second", "[Projection(Matrix.Q)] private readonly Linear b = nn.Linear(4, 4);"), Fields("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4);", "// second", "private readonly Linear b = nn.Linear(4, 4);") },
        { "ATG0103", "'c' is the projection V", Fields("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4);", "[Projection(Matrix.K)] private readonly Linear b = nn.Linear(4, 4);", "private readonly Linear c = nn.Linear(4, 4);"), Fields("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4);", "[Projection(Matrix.K)] private readonly Linear b = nn.Linear(4, 4);", "[Projection(Matrix.V)] private readonly Linear c = nn.Linear(4, 4);") },
        {
            "ATG0304", "Use a session",
            Attention("Tune(Matrix.V)") + Method("        var optimizer = optim.AdamW(model.parameters(), lr: 1e-3);\n        for (var i = 0; i < 3; i++)\n        {\n            optimizer.zero_grad();\n            model.call(zeros(2, 3, 40)).sum().backward();\n            optimizer.step(); // updates\n        }\n"),
            Attention("Tune(Matrix.V)") + Method("        using var optimizer = model.BeginTuning(new TuningOptions { LearningRate = 1e-3, WeightDecay = 0, MaxGradientNorm = null });\n        for (var i = 0; i < 3; i++)\n        {\n            model.call(zeros(2, 3, 40)).sum().backward();\n            optimizer.Step(); // updates\n        }\n")
        },
        {
            "ATG0304", "Use a session",
            Attention("Tune(Matrix.V)") + Method("        var optimizer = optim.AdamW(weight_decay: 0.1, parameters: model.parameters());\n        // from zero\n        optimizer.zero_grad(); // each time\n        model.call(zeros(2, 3, 40)).sum().backward();\n#if !OTHER\n        optimizer.zero_grad();\n#endif\n        optimizer.step();\n"),
            Attention("Tune(Matrix.V)") + Method("        using var optimizer = model.BeginTuning(new TuningOptions { LearningRate = 1e-3, WeightDecay = 0.1, MaxGradientNorm = null });\n        // from zero\n        // each time\n        model.call(zeros(2, 3, 40)).sum().backward();\n#if !OTHER\n#endif\n        optimizer.Step();\n")
        },
        {
            "ATG0304", "Use a session",
            Attention("Tune(Matrix.V)") + Method("        var optimizer = optim.Adam(model.parameters(), 1e-2, beta2: 0.99);\n        optimizer.step();\n"),
            Attention("Tune(Matrix.V)") + Method("        using var optimizer = model.BeginTuning(new TuningOptions { LearningRate = 1e-2, Beta2 = 0.99, WeightDecay = 0, MaxGradientNorm = null });\n        optimizer.Step();\n")
        },
        { "ATG0106", "Add 'protected set'", Fields("public Parameter Scale { get; } = new(zeros(4));"), Fields("public Parameter Scale { get; protected set; } = new(zeros(4));") },
        { "ATG0106", "Add 'protected set'", Fields("public Parameter Scale { get; init; } = new(zeros(4));"), Fields("public Parameter Scale { get; protected set; } = new(zeros(4));") },
        { "ATG0106", "Make it 'protected set'", Fields("public Parameter Scale { get; private set; } = new(zeros(4));"), Fields("public Parameter Scale { get; protected set; } = new(zeros(4));") },
        { "ATG0106", "Add 'private set'", Sealed(Fields("public Parameter Scale { get; } = new(zeros(4));")), Sealed(Fields("public Parameter Scale { get; private set; } = new(zeros(4));")) },
        { "ATG0106", "Add 'private set'", Fields("internal Parameter Scale { get; init; } = new(zeros(4));"), Fields("internal Parameter Scale { get; private set; } = new(zeros(4));") },
        { "ATG0106", "Add 'set'", Fields("private Parameter Scale { get; } = new(zeros(4));"), Fields("private Parameter Scale { get; set; } = new(zeros(4));") },
        { "ATG0107", "Remove [Head]", Fields("/// <summary>Two.</summary>", "[Head]", "public int Width { get; } = 2;"), Fields("/// <summary>Two.</summary>", "public int Width { get; } = 2;") },
        { "ATG0108", "Remove [Freeze]", Fields("[Head, Freeze] private readonly Linear a = nn.Linear(4, 4);"), Fields("[Head] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0109", "Mark with [Projection(Matrix.Q)]", Fields("private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);", "private readonly Linear wq = nn.Linear(4, 4);"), Fields("private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);", "[Projection(Matrix.Q)] private readonly Linear wq = nn.Linear(4, 4);") },
        { "ATG0111", "Mark with [Projection(Matrix.Q)]", Fields("// the three", "private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4);", "private readonly Linear value = nn.Linear(4, 4);"), Fields("// the three", "[Projection(Matrix.Q)] private readonly Linear query = nn.Linear(4, 4);", "private readonly Linear key = nn.Linear(4, 4);", "private readonly Linear value = nn.Linear(4, 4);") },
        { "ATG0113", "Mark with [Freeze]", Fields("private readonly MultiheadAttention a = nn.MultiheadAttention(4, 2);"), Fields("[Freeze] private readonly MultiheadAttention a = nn.MultiheadAttention(4, 2);") },
        { "ATG0114", "Mark with [Head]", Fields("private readonly Sequential a = nn.Sequential();"), Fields("[Head] private readonly Sequential a = nn.Sequential();") },
        { "ATG0115", "Remove [Freeze(Matrix.K)]", Fields("[Freeze(Matrix.K)] private readonly Linear a = nn.Linear(4, 4);"), Fields("private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0201", "Remove [Tune(Matrix.V)]", Plain("public partial class M", "[Tune(Matrix.V)]\n"), Plain("public partial class M") },
        {
            "ATG0201", "'Layer.first' is the projection V",
            Plain("public partial class M", "[Tune(Matrix.V)]\n", "    private readonly Layer layer = new();\n") + "\n" + Plain("public partial class Layer", members: "    private readonly Linear first = nn.Linear(4, 4), second = nn.Linear(4, 4);\n").Replace("M()", "Layer()", StringComparison.Ordinal),
            Plain("public partial class M", "[Tune(Matrix.V)]\n", "    private readonly Layer layer = new();\n") + "\n" + Plain("public partial class Layer", members: "    [Projection(Matrix.V)] private readonly Linear first = nn.Linear(4, 4);\n    private readonly Linear second = nn.Linear(4, 4);\n").Replace("M()", "Layer()", StringComparison.Ordinal)
        },
        { "ATG0202", "Remove [Freeze(Matrix.Q)]", Attention("Tune(Matrix.Q), Freeze(Matrix.Q)"), Attention("Tune(Matrix.Q)") },
        { "ATG0203", "Remove [Tune(Matrix.V)]", Attention("Tune(Matrix.Q | Matrix.V), Tune(Matrix.V)"), Attention("Tune(Matrix.Q | Matrix.V)") },
        { "ATG0204", "Use rank 1", Attention("Lora(Rank = -3, Alpha = 8), Tune(Matrix.V)"), Attention("Lora(Rank = 1, Alpha = 8), Tune(Matrix.V)") },
        { "ATG0205", "Remove [Tune(Matrix.None)]", Attention("Tune(Matrix.V), Tune(Matrix.None)"), Attention("Tune(Matrix.V)") },
        { "ATG0210", "Mark with [Head]", Attention("Tune(Matrix.V)", "    private readonly Linear classifier = nn.Linear(40, 2);\n"), Attention("Tune(Matrix.V)", "    [Head] private readonly Linear classifier = nn.Linear(40, 2);\n") },
        { "ATG0213", "Use rank 40", Attention("Lora(Rank = 64), Tune(Matrix.V)"), Attention("Lora(Rank = 40), Tune(Matrix.V)") },
        { "ATG0213", "Use rank 40", Attention("Dora(Rank = 64), Tune(Matrix.V)"), Attention("Dora(Rank = 40), Tune(Matrix.V)") },
        { "ATG0216", "Remove [Dora(Rank = 8)]", Attention("Lora, Dora(Rank = 8), Tune(Matrix.V)"), Attention("Lora, Tune(Matrix.V)") },
        { "ATG0220", "Make static", Attention("Tune(Matrix.V)") + "\n[TuneStrategy<M>, Tune(Matrix.Q)]\npublic sealed class S;\n", Attention("Tune(Matrix.V)") + "\n[TuneStrategy<M>, Tune(Matrix.Q)]\npublic static partial class S;\n" },
        { "ATG0301", "Use ModuleList", Fields("private readonly System.Collections.Generic.List<Linear> a = [nn.Linear(4, 4), nn.Linear(4, 4)];"), Fields("private readonly ModuleList<Linear> a = new(nn.Linear(4, 4), nn.Linear(4, 4));") },
        { "ATG0301", "Use ModuleList", Fields("private readonly System.Collections.Generic.List<Linear> a = [nn.Linear(4, 4), .. new[] { nn.Linear(4, 4) }];"), Fields("private readonly ModuleList<Linear> a = new([nn.Linear(4, 4), .. new[] { nn.Linear(4, 4) }]);") },
        { "ATG0302", "Make it a Parameter", Fields("private readonly Tensor weight = zeros(4); // learned"), Fields("private readonly Parameter weight = new(zeros(4)); // learned") },
        { "ATG0303", "Take it from Project", Attention("Tune(Matrix.V)", "    public Tensor Score(Tensor x) => value.call(x) * 2;\n"), Attention("Tune(Matrix.V)", "    public Tensor Score(Tensor x) => Project(x).Value * 2;\n") },
        { "ATG0303", "Take it from Project", Attention("Tune(Matrix.V)", "    public Tensor Score(Tensor x)\n    {\n        var (q, k, _) = Project(x);\n        return q + k + value.forward(x);\n    }\n"), Attention("Tune(Matrix.V)", "    public Tensor Score(Tensor x)\n    {\n        var (q, k, _) = Project(x);\n        return q + k + Project(x).Value;\n    }\n") },
        { "ATG0309", "Use Apply", Fields("private readonly Linear a = nn.Linear(4, 4);\n    public Tensor F(Tensor x) => a.call(x + 1).relu(); // wide"), Fields("private readonly Linear a = nn.Linear(4, 4);\n    public Tensor F(Tensor x) => Apply(a, x + 1).relu(); // wide") },
    };

    /// <summary>Directives, which stand in the first column.</summary>
    public static TheoryData<string, string, string, string> Conditional => new()
    {
        { "ATG0010", "Call RegisterComponents()", Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n#if OTHER\n        a = nn.Linear(4, 5);\n#endif\n        // done\n    }\n"), Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n        a = nn.Linear(4, 4);\n#if OTHER\n        a = nn.Linear(4, 5);\n#endif\n        RegisterComponents();\n        // done\n    }\n") },
        { "ATG0010", "Call RegisterComponents()", Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n#if OTHER\n        a = nn.Linear(4, 5);\n#else\n        a = nn.Linear(4, 4);\n        eval();\n#endif\n    }\n"), Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n#if OTHER\n        a = nn.Linear(4, 5);\n#else\n        a = nn.Linear(4, 4);\n        eval();\n#endif\n        RegisterComponents();\n    }\n") },
        { "ATG0011", "Move RegisterComponents() below the assignment", Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n#if !OTHER\n        RegisterComponents();\n#endif\n        a = nn.Linear(4, 4);\n    }\n"), Members("    private readonly Linear a;\n\n    public M() : base(\"M\")\n    {\n#if !OTHER\n#endif\n        a = nn.Linear(4, 4);\n        RegisterComponents();\n    }\n") },
    };

    [Theory]
    [MemberData(nameof(Mended))]
    [MemberData(nameof(Conditional))]
    public async Task MendsItsPlaceAndNothingElse(string id, string title, string before, string after)
    {
        var mended = await (await FixRun.Of(Usings + before, id)).Apply(title);

        Assert.Equal(Usings + after, mended);
        var run = GeneratorRun.Of(mended);
        // One that is marked by its name alone is mended for one member of three.
        Assert.DoesNotContain((await run.Analyze([id])).Where(problem => problem.Id == id).Take(id == "ATG0111" ? 0 : 1), _ => true);
        Assert.True(!run.CompilerProblems.Any(problem => problem.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error), string.Join("\n", run.CompilerProblems));
    }

    [Theory]
    [MemberData(nameof(Mended))]
    public async Task MendsThreeAtOnce(string id, string title, string before, string after)
    {
        static string Thrice(string source) => Usings + string.Join("\n", new[] { "A", "B", "C" }.Select(name => $"namespace {name}\n{{\n    {source.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal).Replace("\n    \n", "\n\n", StringComparison.Ordinal)}\n}}\n"));

        Assert.Equal(Thrice(after), await (await FixRun.Of(Thrice(before), id)).ApplyAll(title));
    }

    [Fact]
    public void EachFixIsTested() => Assert.Empty(FixRun.Fixes.Where(fix => fix is Fix).SelectMany(fix => fix.FixableDiagnosticIds).Except(Mended.Select(row => (string)row[0])));

    [Fact]
    public async Task MendsThreeMembersAtOnce()
    {
        var before = Usings + Fields("private readonly Linear query = nn.Linear(4, 4);", "private readonly Linear key = nn.Linear(4, 4);", "private readonly Linear value = nn.Linear(4, 4);");
        string[] roles = ["Q", "K", "V"];
        foreach (var _ in roles)
        {
            // Each role is an offer of its own, so that all of a role are mended at once.
            before = await (await FixRun.Of(before, "ATG0111")).ApplyAll();
        }

        Assert.Equal(Usings + Fields([.. roles.Zip(["query", "key", "value"]).Select(pair => $"[Projection(Matrix.{pair.First})] private readonly Linear {pair.Second} = nn.Linear(4, 4);")]), before);
    }

    [Fact]
    public void EachFixMendsWhatIsReported() =>
        Assert.All(FixRun.Fixes.SelectMany(fix => fix.FixableDiagnosticIds), id => Assert.Contains(GeneratorRun.Descriptors, descriptor => descriptor.Id == id));

    /// <summary>Where it is used for more, updates in another way, or the model has no strategy of its own, there is no one session that does the same.</summary>
    [Theory]
    [InlineData("Tune(Matrix.V)", "var optimizer = optim.AdamW(model.parameters(), lr: 1e-3); optim.lr_scheduler.StepLR(optimizer, 3);")]
    [InlineData("Tune(Matrix.V)", "var optimizer = optim.SGD(model.parameters(), 1e-3); optimizer.step();")]
    [InlineData("Tune(Matrix.V)", "var optimizer = optim.Adam(model.parameters(), weight_decay: 0.1); optimizer.step();")]
    [InlineData("Tune(Matrix.V)", "var optimizer = optim.AdamW(model.parameters(), 1e-3, amsgrad: true); optimizer.step();")]
    [InlineData("Tune(Matrix.V)", "var optimizer = optim.AdamW(model.parameters()); if (model.training) optimizer.zero_grad(); optimizer.step();")]
    [InlineData("Freeze(Matrix.V)", "var optimizer = optim.AdamW(model.parameters()); optimizer.step();")]
    public async Task OffersNoSessionThatWouldDoSomethingElse(string attributes, string statements) =>
        Assert.Empty(await (await FixRun.Of(Usings + Attention(attributes) + Method($"        {statements}\n"), "ATG0304")).Titles());

    /// <summary>What an optimizer has that the source does not state, and the fix does not write, a session has too.</summary>
    [Theory]
    [InlineData("AdamW")]
    [InlineData("Adam")]
    public void ASessionHasTheOtherDefaultsOfTheOptimizer(string optimizer)
    {
        var (session, defaults) = (new TuningOptions(), typeof(TorchSharp.torch.optim).GetMethods().First(method => method.Name == optimizer).GetParameters().Where(parameter => parameter.HasDefaultValue));
        var found = defaults.ToDictionary(parameter => parameter.Name!, parameter => parameter.DefaultValue);

        Assert.Equal((session.Beta1, session.Beta2, session.Epsilon), (found["beta1"], found["beta2"], found["eps"]));
        Assert.Equal((1e-3, 0.0), (found["lr"], found["weight_decay"]));
    }

    /// <summary>Query and key of different inputs do not come of one product, and which inputs belong together nobody says.</summary>
    [Theory]
    [InlineData("query.call(x) + key.call(memory) + value.call(memory)", false)]
    [InlineData("query.call(x) + key.call(x) + this.value.forward( x )", true)]
    public async Task TakesFromOneProductWhatHasOneInput(string sum, bool isOffered) => Assert.Equal(
        isOffered ? ["Take it from Project"] : [], await (await FixRun.Of(Usings + Attention("Tune(Matrix.V)", $"    public Tensor Cross(Tensor x, Tensor memory) => {sum};\n"), "ATG0303")).Titles());

    /// <summary>The diagnostic stands on the class that is marked, at whichever of its parts comes first.</summary>
    [Fact]
    public async Task MarksNoClassTwice()
    {
        var source = "public class Base : nn.Module<Tensor, Tensor>\n{\n    private readonly Linear a = nn.Linear(4, 4);\n    public Base() : base(\"B\") => RegisterComponents();\n    public override Tensor forward(Tensor x) => x;\n}\n\n"
            + "public partial class M\n{\n}\n\n[TunableModule]\npublic partial class M : Base\n{\n}\n";
        Assert.Empty(await (await FixRun.Of(Usings + source, "ATG0006")).Titles());
    }

    /// <summary>A list that is assigned elsewhere would be assigned what it no longer is.</summary>
    [Theory]
    [InlineData("private readonly System.Collections.Generic.List<Linear> a; public M(int width) : base(\"M\") { a = new System.Collections.Generic.List<Linear>(); RegisterComponents(); }")]
    [InlineData("private System.Collections.Generic.List<Linear> a = []; public M(int width) : base(\"M\") { RegisterComponents(); this.a = new System.Collections.Generic.List<Linear>(); }")]
    public async Task OffersNoModuleListForWhatIsAssignedElsewhere(string members) => Assert.Empty(await (await FixRun.Of(Usings + Members("    " + members + "\n"), "ATG0301")).Titles());

    /// <summary>A ModuleList holds modules only.</summary>
    [Fact]
    public async Task OffersNoModuleListForParameters() =>
        Assert.Empty(await (await FixRun.Of(Usings + Fields("private readonly System.Collections.Generic.List<Parameter> scales = [new(zeros(4))];"), "ATG0301")).Titles());

    [Theory]
    [InlineData("null")]
    [InlineData("null!")]
    [InlineData("default")]
    [InlineData("(default!)")]
    [InlineData("default(Tensor)")]
    public async Task MakesNoParameterOfNothing(string value) => Assert.Empty(await (await FixRun.Of(Usings + Fields($"private Tensor? weight = {value};"), "ATG0302")).Titles());

    /// <summary>What is assigned elsewhere would have to be wrapped there too.</summary>
    [Fact]
    public async Task MakesNoParameterOfWhatIsAssignedElsewhere() =>
        Assert.Empty(await (await FixRun.Of(Usings + Members("    private Tensor weight = zeros(4); public M(int width) : base(\"M\") { weight = ones(width); RegisterComponents(); }\n"), "ATG0302")).Titles());

    [Theory]
    [InlineData("sealed record S;")]
    [InlineData("sealed class S(int width) { public int Width => width; }")]
    public async Task MakesNothingStaticThatCannotBe(string type) =>
        Assert.Empty(await (await FixRun.Of(Usings + Attention("Tune(Matrix.V)") + "\n[TuneStrategy<M>, Tune(Matrix.Q)]\npublic " + type + "\n", "ATG0220")).Titles());

    [Fact]
    public async Task MakesNoModelStatic() =>
        Assert.Empty(await (await FixRun.Of(Usings + Attention("Tune(Matrix.V), TuneStrategy<M>"), "ATG0220")).Titles());

    /// <summary>The other part would need the same accessor.</summary>
    [Fact]
    public async Task GivesOnePartOfAPropertyNoSetter() =>
        Assert.Empty(await (await FixRun.Of(Usings + Fields("public partial Parameter Scale { get; } public partial Parameter Scale { get => field ??= new(zeros(4)); }"), "ATG0106", Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview)).Titles());

    /// <summary>What is overridden, and what the interface asks for, would need the same accessor.</summary>
    [Theory]
    [InlineData("public abstract class Scaled : nn.Module<Tensor, Tensor> { protected Scaled() : base(\"S\") { } public abstract Parameter Scale { get; } }", "Scaled", "public override Parameter Scale { get; } = new(zeros(4));")]
    [InlineData("public interface IScaled { Parameter Scale { get; } }", "nn.Module<Tensor, Tensor>, IScaled", "[Name(\"scale\")] Parameter IScaled.Scale { get; } = new(zeros(4));")]
    public async Task GivesNoSetterToWhatAnotherTypeDeclares(string declared, string bases, string member) =>
        Assert.Empty(await (await FixRun.Of(Usings + Fields(member).Replace("M : nn.Module<Tensor, Tensor>", "M : " + bases, StringComparison.Ordinal) + declared, "ATG0106")).Titles());

    /// <summary>In a namespace that has a TorchSharp of its own the name in full is another one.</summary>
    [Theory]
    [InlineData("ATG0301", "Use ModuleList", "private readonly System.Collections.Generic.List<Linear> a = [nn.Linear(4, 4)];", "private readonly ModuleList<Linear> a = new(nn.Linear(4, 4));")]
    [InlineData("ATG0302", "Make it a Parameter", "private readonly Tensor weight = zeros(4);", "private readonly Parameter weight = new(zeros(4));")]
    public async Task WritesNamesThatMeanTheSameBesideAnotherTorchSharp(string id, string title, string before, string after)
    {
        static string Inside(string member) => Usings.ReplaceLineEndings("\n") + "namespace Contoso.TorchSharp { public sealed class Other; }\n\nnamespace Contoso\n{\n" + Fields(member) + "}\n";

        Assert.Equal(Inside(after), await (await FixRun.Of(Inside(before), id)).Apply(title));
    }

    /// <summary>A file that does not import AttnGen names it in full.</summary>
    [Fact]
    public async Task MarksWithoutAnImportToo()
    {
        var usings = Usings.Replace("using AttnGen;", "using System;", StringComparison.Ordinal).ReplaceLineEndings("\n");
        var before = usings + Plain("public partial class M").Replace("[TunableModule]", "[AttnGen.TunableModule]", StringComparison.Ordinal) + "\npublic class D : M\n{\n    private readonly Linear b = nn.Linear(4, 4);\n}\n";
        Assert.Equal(before.Replace("public class D", "[AttnGen.TunableModule]\npublic partial class D", StringComparison.Ordinal), await (await FixRun.Of(before, "ATG0006")).Apply("Add [TunableModule]"));

        var named = usings + Fields("private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);").Replace("[TunableModule]", "[AttnGen.TunableModule]", StringComparison.Ordinal);
        Assert.Contains("[AttnGen.Projection(AttnGen.Matrix.Q)] private readonly Linear query", await (await FixRun.Of(named, "ATG0111")).Apply("Mark with [Projection(Matrix.Q)]"), StringComparison.Ordinal);
    }

    /// <summary>In a namespace that has an AttnGen of its own the name in full is another one.</summary>
    [Fact]
    public async Task WritesNamesThatMeanTheSameBesideAnotherAttnGen()
    {
        static string Inside(string source) => Usings.Replace("using AttnGen;\n", "", StringComparison.Ordinal).ReplaceLineEndings("\n") + "namespace Contoso.AttnGen { public sealed class Other; }\n\nnamespace Contoso\n{\n"
            + string.Concat(source.TrimEnd().Split('\n').Select(line => (line.Length > 0 ? "    " : "") + line + "\n")) + "}\n";

        var marked = Plain("public partial class M").Replace("[TunableModule]", "[global::AttnGen.TunableModule]", StringComparison.Ordinal) + "\npublic class D : M\n{\n    private readonly Linear b = nn.Linear(4, 4);\n}\n";
        Assert.Equal(
            Inside(marked.Replace("public class D", "[global::AttnGen.TunableModule]\npublic partial class D", StringComparison.Ordinal)), await (await FixRun.Of(Inside(marked), "ATG0006")).Apply("Add [TunableModule]"));

        var trained = Attention("global::AttnGen.Tune(global::AttnGen.Matrix.V)").Replace("[TunableModule", "[global::AttnGen.TunableModule", StringComparison.Ordinal);
        Assert.Contains(
            "new global::AttnGen.TuningOptions { ", await (await FixRun.Of(Inside(trained + Method("        var optimizer = optim.AdamW(model.parameters());\n        optimizer.step();\n")), "ATG0304")).Apply("Use a session"),
            StringComparison.Ordinal);
    }

    private static string Method(string statements) => "\npublic static class Program\n{\n    public static void Run(M model)\n    {\n" + statements + "    }\n}\n";

    private static string Documented(string declaration) => "/// <summary>A model.</summary>\n" + Plain(declaration);

    private static string Plain(string declaration, string attributes = "", string members = "") => $"[TunableModule]\n{attributes}{declaration} : nn.Module<Tensor, Tensor>\n{{\n{members}{Rest.ReplaceLineEndings("\n")}";

    private static string Fields(params string[] lines) => $"[TunableModule]\npublic partial class M : nn.Module<Tensor, Tensor>\n{{\n{string.Concat(lines.Select(line => $"    {line}\n"))}{Rest.ReplaceLineEndings("\n")}";

    private static string Sealed(string source) => source.Replace("public partial", "public sealed partial", StringComparison.Ordinal);

    private static string Members(string members) => $"[TunableModule]\npublic partial class M : nn.Module<Tensor, Tensor>\n{{\n{members}    public override Tensor forward(Tensor x) => x;\n}}\n";

    private static string Attention(string attributes, string members = "") =>
        $"[TunableModule, {attributes}]\npublic partial class M : nn.Module<Tensor, Tensor>\n{{\n    private readonly Linear query = nn.Linear(40, 40), key = nn.Linear(40, 40), value = nn.Linear(40, 40);\n{members}{Rest.ReplaceLineEndings("\n")}\n";
}
