using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>ATG01xx.</summary>
internal static class RoleCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("ATG0101", "'a' is marked as the projection Q, and its type is LayerNorm. A projection is a TorchSharp.Modules.Linear.",
            Of("[[|Projection(Matrix.Q)|]] private readonly LayerNorm a = nn.LayerNorm(4);"), Of(Explicit)),
        new("ATG0102", "'a' and 'b' are both marked as the projection Q. A class has one of each; put the other in a class of its own.",
            Of("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4); [[|Projection(Matrix.Q)|]] private readonly Linear b = nn.Linear(4, 4);"), Of(Explicit)),
        new("ATG0103", "'M' has no projection for K, V. Its other Linears are 'c'. Mark the one that is with [Projection].",
            Of("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4); private readonly LayerNorm b = nn.LayerNorm(4); private readonly Linear c = nn.Linear(4, 4);", declaration: "public partial class [|M|]"), Of(Explicit)),
        new("ATG0104", "'a' is marked as Q, V. A Linear is one of Q, K and V; a fused projection is not supported yet, split it into three.",
            Of("[[|Projection(Matrix.Q | Matrix.V)|]] private readonly Linear a = nn.Linear(4, 4);"), Of(Explicit)),
        new("ATG0105", "'a' would be registered as 'x.y'. A registered name is not empty, has no dot, and no other member of the class or its bases has it.",
            Of("[Name(\"x.y\")] private readonly Linear [|a|] = nn.Linear(4, 4);"), Of("[Name(\"x_y\")] private readonly Linear a = nn.Linear(4, 4);")),
        new("ATG0105", "'router' would be registered as 'gate'. A registered name is not empty, has no dot, and no other member of the class or its bases has it.",
            Of("private readonly Linear gate = nn.Linear(4, 4); [Name(\"gate\")] private readonly Linear [|router|] = nn.Linear(4, 4);"), Of("private readonly object gate = new(); [Name(\"gate\")] private readonly Linear router = nn.Linear(4, 4); public object Gate => gate;")),
        new("ATG0106", "'Scale' has no setter, and to(...) replaces parameters and buffers. Give it one ('private set' is enough), or make it a field.",
            Of("public Parameter [|Scale|] { get; } = new(zeros(4));"), Of("public Parameter Scale { get; private set; } = new(zeros(4));")),
        new("ATG0106", "'Scale' has no setter, and to(...) replaces parameters and buffers. Give it one ('set' is enough), or make it a field.",
            Of("private Parameter [|Scale|] { get; } = new(zeros(4)); public Tensor Scaled => Scale;"), Of("private Parameter Scale { get; set; } = new(zeros(4)); public Tensor Scaled => Scale;")),
        new("ATG0107", "'Width' is no module or parameter that an instance holds, so that the mark says nothing. Put it on a field or an automatic property.",
            Of("[[|Head|]] public int Width { get; } = 1;"), Of("[Head] private readonly Parameter a = new(zeros(4));")),
        new("ATG0108", "'a' is marked with [Head] and with [Freeze]. Remove one of the two.",
            Of("[Head, [|Freeze|]] private readonly Linear a = nn.Linear(4, 4);"), Of("[Head] private readonly Linear a = nn.Linear(4, 4); [Freeze] private readonly Linear b = nn.Linear(4, 4);")),
        new("ATG0108", "'A' is marked with [Head] and with [Freeze]. Remove one of the two.",
            Of("[field: Head, [|Freeze|]] public Linear A { get; } = nn.Linear(4, 4);"), Of("[field: Head] public Linear A { get; } = nn.Linear(4, 4); [field: Freeze] public Linear B { get; } = nn.Linear(4, 4);")),
        new("ATG0109", "'query' and 'wq' are both Q by their names. Mark the one that is with [Projection(Matrix.Q)].",
            Of(Triple + " private readonly Linear [|wq|] = nn.Linear(4, 4);"), Of(Triple.Replace("private readonly Linear query = nn.Linear(4, 4),", "[Projection(Matrix.Q)] private readonly Linear query = nn.Linear(4, 4); private readonly Linear", StringComparison.Ordinal) + " private readonly Linear wq = nn.Linear(4, 4);")),
        new("ATG0109", "'v' and 'value' are both V by their names. Mark the one that is with [Projection(Matrix.V)].",
            Of("private readonly Linear query = nn.Linear(4, 4), v = nn.Linear(4, 4), [|value|] = nn.Linear(4, 4);"), Of("private readonly Linear v = nn.Linear(4, 4), value = nn.Linear(4, 4);")),
        new("ATG0110", "'query' is Q by its name, and its type is LayerNorm, so that the class has no roles. Make it a Linear, or rename it.",
            Of("private readonly LayerNorm [|query|] = nn.LayerNorm(4); private readonly Linear key = nn.Linear(4, 4), value = nn.Linear(4, 4);"),
            Of("private readonly LayerNorm queryNorm = nn.LayerNorm(4); private readonly Linear key = nn.Linear(4, 4), value = nn.Linear(4, 4);")),
        new("ATG0111", "'query' is the projection Q by its name alone; a rename would end that. [Projection(Matrix.Q)] says it for good.",
            Of("private readonly Linear [|query|] = nn.Linear(4, 4); [Projection(Matrix.K)] private readonly Linear b = nn.Linear(4, 4); [Projection(Matrix.V)] private readonly Linear c = nn.Linear(4, 4);"), Of(Explicit)),
        new("ATG0112", "'c_attn' holds query, key and value in one matrix by its name, and has no role: no strategy reaches it. Split it into three Linears.",
            Of("private readonly Linear [|c_attn|] = nn.Linear(4, 12);"), Of(Explicit)),
        new("ATG0113", "'attention' is a MultiheadAttention, which keeps its projections in native code, where none can be tuned alone. Write the attention with three Linears, or freeze it as a whole with [Freeze].",
            Of("private readonly MultiheadAttention [|attention|] = nn.MultiheadAttention(4, 2);"), Of("[Freeze] private readonly MultiheadAttention attention = nn.MultiheadAttention(4, 2);")),
        new("ATG0114", "'tail' is a Sequential, which does not say what parameters are in it; a session refuses those that it cannot explain. Use a [TunableModule] class or a ModuleList of one, or mark the member with [Freeze] or [Head].",
            Of("private readonly Sequential [|tail|] = nn.Sequential();"), Of("[Head] private readonly Sequential tail = nn.Sequential(); [Freeze] private readonly nn.Module? other = null;")),
        new("ATG0114", "'tail' is a IModule<Tensor, Tensor>, which does not say what parameters are in it; a session refuses those that it cannot explain. Use a [TunableModule] class or a ModuleList of one, or mark the member with [Freeze] or [Head].",
            Of("private readonly nn.IModule<Tensor, Tensor> [|tail|] = nn.Linear(4, 4);"), Of("[Head] private readonly nn.IModule<Tensor, Tensor> tail = nn.Linear(4, 4); [Freeze] private readonly System.IDisposable? other = null; private readonly object gate = new(); public object Gate => gate;")),
    ];
}
