using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>ATG03xx.</summary>
internal static class TrapCases
{
    private static readonly string Model = Of(Triple, "[Tune(Matrix.Q)]");

    public static IEnumerable<DiagnosticCase> All =>
    [
        new("ATG0301", "'layers' is a List<Linear>, and TorchSharp registers no module in it: none is trained, saved or moved. Use a ModuleList<Linear>.",
            Of("private readonly System.Collections.Generic.List<Linear> [|layers|] = [];"), Of("private readonly ModuleList<Linear> layers = new(); private readonly System.Collections.Generic.List<int> widths = []; public int All => widths.Count;")),
        new("ATG0301", "'Layers' is a Linear[], and TorchSharp registers no module in it: none is trained, saved or moved. Use a ModuleList<Linear>.",
            Of("public Linear[] [|Layers|] { get; } = [];"), Of("private readonly Linear a = nn.Linear(4, 4); public Linear[] Layers => [a];")),
        new("ATG0301", "'byName' is a Dictionary<string, Linear>, and TorchSharp registers no module in it: none is trained, saved or moved. Use a ModuleList<Linear>.",
            Of("private readonly System.Collections.Generic.Dictionary<string, Linear> [|byName|] = [];"), Of("")),
        new("ATG0301", "'scales' is a List<Parameter>, and TorchSharp registers no parameter in it: none is trained, saved or moved. Use a ParameterList, or a field for each.",
            Of("private readonly System.Collections.Generic.List<Parameter> [|scales|] = [new(zeros(4))];"), Of("private readonly Parameter scale = new(zeros(4));")),
        new("ATG0301", "'blocks' is a List<TBlock>, and TorchSharp registers no module in it: none is trained, saved or moved. Use a ModuleList<TBlock>.",
            Generic("private readonly System.Collections.Generic.List<TBlock> [|blocks|] = [];"), Generic("[Freeze] private readonly ModuleList<TBlock> blocks = new();")),
        new("ATG0302", "'outputBias' is a weight by its name and a Tensor by its type: TorchSharp makes it a buffer, which is never trained. Make it a Parameter, or rename it.",
            Of("private Tensor [|outputBias|] = zeros(4);"), Of("private Tensor mask = zeros(4); private Parameter outputBias = new(zeros(4));")),
        new("ATG0303", "'query' is the projection Q, and is used without Project: an adapter on it would have no effect. Take Q from Project(...).",
            Using("public Tensor F(Tensor x) { var (q, k, v) = Project(x); return [|query|].call(x) + k + v + q; }"), Using("public Tensor F(Tensor x) { var (q, k, v) = Project(x); return q + k + v; }")),
        new("ATG0303", "'value' is the projection V, and is used without Project: an adapter on it would have no effect. Take V from Project(...).",
            Using("public Tensor F(Tensor x) => nn.functional.linear(x, [|this.value.weight|]);"), Using("private readonly Linear other = nn.Linear(4, 4); public Tensor F(Tensor x) => nn.functional.linear(x, other.weight!) + other.call(x);")),
        new("ATG0303", "'value' is the projection V, and is used without Project: an adapter on it would have no effect. Take V from Project(...).",
            Derived("[|value|].call(x)"), Derived("Project(x).Value")),
        new("ATG0304", "The optimizer gets all parameters of a 'M': what is frozen and what has a rate of its own is lost. Use BeginTuning and Step, or the parameters of the session's groups.",
            Model + Method("optim.AdamW([|model.parameters()|], lr: 1e-3);"), Model + Method("using var tuning = model.BeginTuning(); optim.AdamW(tuning.Groups.Query.Parameters, lr: 1e-3); optim.SGD(nn.Linear(4, 4).parameters(), 1e-3); optim.SGD(System.Linq.Enumerable.Where(model.parameters(), parameter => parameter.requires_grad), 1e-3);")),
        new("ATG0304", "The optimizer gets all parameters of a 'M': what is frozen and what has a rate of its own is lost. Use BeginTuning and Step, or the parameters of the session's groups.",
            Model + Method("optim.AdamW(System.Linq.Enumerable.ToList([|model.parameters()|]), lr: 1e-3);"), Model + Method("optim.AdamW(System.Linq.Enumerable.ToList(System.Linq.Enumerable.Take(model.parameters(), 3)), lr: 1e-3);")),
        new("ATG0304", "The optimizer gets all parameters of a 'M': what is frozen and what has a rate of its own is lost. Use BeginTuning and Step, or the parameters of the session's groups.",
            Model + Method("optim.AdamW(System.Linq.Enumerable.SelectMany(new[] { model, model }, each => [|each.parameters()|]), lr: 1e-3);"),
            Model + Method("optim.AdamW(System.Linq.Enumerable.SelectMany(new[] { model, model }, each => System.Linq.Enumerable.Skip(each.parameters(), 2)), lr: 1e-3);")),
        new("ATG0305", "OneCycleLR sets absolute rates on an optimizer of several groups, so that the ratio of their rates (lambda) is lost. Use a factor (LambdaLR), or the session's Schedule.",
            Method("var optimizer = optim.AdamW(groups); var schedule = [|optim.lr_scheduler.OneCycleLR(optimizer, 1e-3, 100)|];"), Method("var optimizer = optim.AdamW(groups); var schedule = optim.lr_scheduler.LambdaLR(optimizer, step => 1.0 / (step + 1));")),
        new("ATG0305", "CosineAnnealingLR sets absolute rates on an optimizer of several groups, so that the ratio of their rates (lambda) is lost. Use a factor (LambdaLR), or the session's Schedule.",
            Method("var optimizer = optim.AdamW(groups); var schedule = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 100, eta_min: 1e-5)|];"), Method("var optimizer = optim.AdamW(groups); var schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, 100); var one = optim.lr_scheduler.OneCycleLR(optim.AdamW(nn.Linear(4, 4).parameters()), 1e-3, 100);")),
        new("ATG0306", "'model' is moved by to(...) after its session began, which replaces the parameters that the session trains. Move it before BeginTuning.",
            Model + Method("using var tuning = model.BeginTuning(); [|model.to(ScalarType.Float64)|];"), Model + Method("model.to(ScalarType.Float64); using (var first = model.BeginTuning()) { first.Step(); } model.to(ScalarType.Float32); var second = model.BeginTuning(); second.Dispose(); model.to(ScalarType.Float64);")),
        new("ATG0306", "'model' is moved by cuda(...) after its session began, which replaces the parameters that the session trains. Move it before BeginTuning.",
            Model + Method("using (var tuning = model.BeginTuning()) { [|model.cuda()|]; }"), Model + Method("using (var tuning = model.BeginTuning()) { tuning.Step(); }")),
        new("ATG0306", "'model' is moved by to(...) after its session began, which replaces the parameters that the session trains. Move it before BeginTuning.",
            Foreign + Method("using var tuning = S.Begin(model); [|model.to(ScalarType.Float64)|];"), Foreign + Method("model.to(ScalarType.Float64); using var tuning = S.Begin(model);")),
        new("ATG0306", "'model' is moved by to(...) after its session began, which replaces the parameters that the session trains. Move it before BeginTuning.",
            Foreign + Method("using var tuning = model.BeginTuning(S.Value); [|model.to(ScalarType.Float64)|];"), Foreign + Method("model.to(ScalarType.Float64); using var tuning = model.BeginTuning(S.Value);")),
        new("ATG0307", "'b' gets the parameter of 'a': one set of numbers under two paths, and Linear's setter disposes the old one. Sessions refuse to train it. Call one module in both places instead.",
            Tied("[|b.weight = a.weight|];"), Tied("a.weight = new Parameter(zeros(4, 4));")),
        new("ATG0308", "The constructor's parameter 'inner' is used as a member, where TorchSharp does not find it: it is not registered, trained, saved or moved. Assign it to a field.",
            Usings + "[TunableModule] public partial class M(Linear inner) : nn.Module<Tensor, Tensor>(\"M\") { public override Tensor forward(Tensor x) => [|inner|].call(x); }",
            Usings + "[TunableModule] public partial class M : nn.Module<Tensor, Tensor> { private readonly Linear inner; public M(Linear inner) : base(\"M\") { this.inner = inner; RegisterComponents(); } public override Tensor forward(Tensor x) => inner.call(x); }"),
        new("ATG0309", "'dense' multiplies by libtorch's own choice of kernel. Apply(dense, ...) computes the same by the fastest one of the machine while 'dense' is not trained, and in any precision.",
            Of("private readonly Linear dense = nn.Linear(4, 4); public Tensor F(Tensor x) => [|dense|].call(x);"), Of("private readonly Linear dense = nn.Linear(4, 4); [Head] private readonly Linear head = nn.Linear(4, 4); public Tensor F(Tensor x) => head.call(Apply(dense, x));")),
        new("ATG0309", "'dense' multiplies by libtorch's own choice of kernel. Apply(dense, ...) computes the same by the fastest one of the machine while 'dense' is not trained, and in any precision.",
            Of("private readonly Linear dense = nn.Linear(4, 4); public Tensor F(Tensor x) => [|this.dense|].forward(x);"), Of("private readonly Linear dense = nn.Linear(4, 4); public Tensor F(Tensor x) => dense.call(x); private Tensor Apply(Tensor x) => x;")),
    ];

    /// <summary>A model that is not annotated, as one of another assembly is, and a strategy for it.</summary>
    private const string Foreign = Usings + "[assembly: TuneModel<M>(Query = \"query\")] [TuneStrategy<M>, Tune(Matrix.Q)] public static partial class S; public sealed class M : nn.Module<Tensor, Tensor> { private readonly Linear query = nn.Linear(4, 4); "
        + "public M() : base(\"M\") => RegisterComponents(); public override Tensor forward(Tensor x) => query.call(x); }";

    private static string Generic(string members) =>
        Of("", declaration: "public partial class M<TBlock>").Replace("Module<Tensor, Tensor>", "Module<Tensor, Tensor> where TBlock : nn.Module<Tensor, Tensor>", StringComparison.Ordinal)
            .Replace("public M()", members + " public M()", StringComparison.Ordinal);

    private static string Using(string members) => Of(Triple + " " + members);

    private static string Derived(string body) => Of(Triple.Replace("private", "protected", StringComparison.Ordinal)) + "public class D : M { public override Tensor forward(Tensor x) => " + body + "; }";

    private static string Method(string statements) => (statements.Contains("model", StringComparison.Ordinal) ? "" : Usings)
        + "public static class Program { public static void Run(" + (statements.Contains("model", StringComparison.Ordinal) ? "M model" : "System.Collections.Generic.IEnumerable<AdamW.ParamGroup> groups") + ") { " + statements + " } }";

    private static string Tied(string statement) => Usings
        + "[TunableModule] public partial class M : nn.Module<Tensor, Tensor> { private readonly Linear a = nn.Linear(4, 4), b = nn.Linear(4, 4); public M() : base(\"M\") { " + statement + " RegisterComponents(); } public override Tensor forward(Tensor x) => x; }";
}
