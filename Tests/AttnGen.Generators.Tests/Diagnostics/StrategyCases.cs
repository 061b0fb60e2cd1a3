using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>ATG02xx.</summary>
internal static class StrategyCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("ATG0201", "Q is tuned, and nothing in 'M' is that projection. Its projections are: none. Mark 'M.a' with [Projection(Matrix.Q)], or remove the declaration.",
            Of("private readonly Linear a = nn.Linear(4, 4);", "[[|Tune(Matrix.Q)|]]"), Of(Triple, "[Tune(Matrix.Q)]")),
        new("ATG0201", "V is tuned, and nothing in 'Root' is that projection. Its projections are: none. Mark one of 'First.a', 'First.b', 'Second.a', 'Second.b' with [Projection(Matrix.V)], or remove the declaration.",
            Two("", "", "Root", "[[|Tune(Matrix.V)|]]", "private readonly Linear a = nn.Linear(4, 4), b = nn.Linear(4, 4); [Freeze] private readonly Linear c = nn.Linear(4, 4);"), Two("", "", "Root", "[Tune(Matrix.V)]")),
        new("ATG0202", "Q is tuned and frozen on 'M'. Remove one of the two declarations.",
            Of(Triple, "[Tune(Matrix.Q), [|Freeze(Matrix.Q | Matrix.K)|]]"), Of(Triple, "[Tune(Matrix.Q), Freeze(Matrix.K)]")),
        new("ATG0203", "Q is tuned twice on 'M'. Keep one declaration, with one set of numbers.",
            Of(Triple, "[Tune(Matrix.Q), [|Tune(Matrix.Q | Matrix.V)|]]"), Of(Triple, "[Tune(Matrix.Q), Tune(Matrix.V | Matrix.K)]")),
        new("ATG0204", "[Lora]: Rank is 0; it is at least 1 and at most the smaller side of the matrix.",
            Of(Triple, "[Tune(Matrix.Q), [|Lora(Rank = 0)|]]"), Of(Triple, "[Tune(Matrix.Q), Lora(Rank = 1)]")),
        new("ATG0204", "[Lora]: Dropout is 1; it is a probability from 0 to below 1.",
            Of(Triple, "[Tune(Matrix.Q), [|Lora(Rank = 1, Dropout = 1)|]]"), Of(Triple, "[Tune(Matrix.Q), Lora(Rank = 1, Dropout = 0)]")),
        new("ATG0204", "[Dora]: Alpha is -1; the update is multiplied by Alpha / Rank, so it is positive and finite.",
            Of(Triple, "[Tune(Matrix.Q), [|Dora(Rank = 1, Alpha = -1)|]]"), Of(Triple, "[Tune(Matrix.Q), Dora(Rank = 1, Alpha = 1)]")),
        new("ATG0204", "[Tune]: WeightDecay is -1; it is zero or more and finite.",
            Of(Triple, "[[|Tune(Matrix.Q, WeightDecay = -1)|]]"), Of(Triple, "[Tune(Matrix.Q, WeightDecay = 0)]")),
        new("ATG0204", "[Head]: LrScale is Infinity; it is a factor on the learning rate, positive and finite.",
            Of("[[|Head(LrScale = double.PositiveInfinity)|]] private readonly Linear a = nn.Linear(4, 4);"), Of("[Head(LrScale = 1e3)] private readonly Linear a = nn.Linear(4, 4);")),
        new("ATG0204", "[Tune]: Layers is \"last\"; it is \"all\", \"last:\" and a number, or indices and ranges from 0 like \"0,2,4-6\".",
            Of(Triple, "[[|Tune(Matrix.Q, Layers = \"last\")|]]"), Of(Triple, "[Tune(Matrix.Q, Layers = \"last:1\")]")),
        new("ATG0204", "[Tune]: Layers is \"\"; it is \"all\", \"last:\" and a number, or indices and ranges from 0 like \"0,2,4-6\".",
            Of(Triple, "[[|Tune(Matrix.Q, Layers = null!)|]]"), Of(Triple, "[Tune(Matrix.Q, Layers = \"all\")]")),
        new("ATG0203", "V is tuned twice on 'M'. Keep one declaration, with one set of numbers.",
            Of(Triple, "[Tune(Matrix.V, Layers = \"0-2\"), [|Tune(Matrix.V, LrScale = 2, Layers = \"2,5\")|]]"), Of(Triple, "[Tune(Matrix.V, Layers = \"0-2\"), Tune(Matrix.V, LrScale = 2, Layers = \"3,5\"), Tune(Matrix.V, LrScale = 3, Layers = \"last:2\")]")),
        new("ATG0205", "[Tune] on a class says 'None', which names no projection. Say Matrix.Q, Matrix.K, Matrix.V or a combination.",
            Of(Triple, "[[|Tune(Matrix.None)|]]"), Of(Triple, "[Tune(Matrix.K)]")),
        new("ATG0206", "The modules in 'Root' declare V differently. Declare it on 'Root', where it counts for all of them.",
            Two("[Tune(Matrix.V)]", "[Tune(Matrix.V, LrScale = 2)]", "[|Root|]"), Two("[Tune(Matrix.V, LrScale = 2)]", "[Tune(Matrix.V, LrScale = 2)]", "Root")),
        new("ATG0207", "The modules in 'Root' are tuned by LoRA of rank 1, alpha 8, dropout 0 and full tuning. Declare the method on 'Root', where it counts for all of them.",
            Two("[Lora(Rank = 1), Tune(Matrix.Q)]", "[Tune(Matrix.Q)]", "[|Root|]", "[Tune(Matrix.Q)]"), Two("[Lora(Rank = 1), Tune(Matrix.Q)]", "[Tune(Matrix.Q)]", "Root", "[Lora(Rank = 1), Tune(Matrix.Q)]")),
        new("ATG0207", "The modules in 'Root' are tuned by LoRA of rank 1, alpha 8, dropout 0 and DoRA of rank 1, alpha 8, dropout 0. Declare the method on 'Root', where it counts for all of them.",
            Two("[Lora(Rank = 1), Tune(Matrix.Q)]", "[Dora(Rank = 1), Tune(Matrix.Q)]", "[|Root|]", "[Tune(Matrix.Q)]"), Two("[Lora(Rank = 1), Tune(Matrix.Q)]", "[Tune(Matrix.Q)]", "Root", "[Dora(Rank = 1), Tune(Matrix.Q)]")),
        new("ATG0208", "The heads in 'M' have different numbers, and they are one group. Give them the same LrScale and WeightDecay.",
            Of("[Head] private readonly Linear a = nn.Linear(4, 2); [Head(LrScale = 2)] private readonly Linear b = nn.Linear(4, 2);", declaration: "public partial class [|M|]"),
            Of("[Head(LrScale = 2)] private readonly Linear a = nn.Linear(4, 2); [Head(LrScale = 2)] private readonly Linear b = nn.Linear(4, 2);")),
        new("ATG0209", "'M' declares [Lora], and nothing in it is trained. Add [Tune(...)] for a projection or [Head] on a member, or remove the declaration.",
            Of(Triple, "[Lora(Rank = 1)]", "public partial class [|M|]"), Of(Triple, "[Lora(Rank = 1), Tune(Matrix.V)]")),
        new("ATG0209", "'M' declares [Dora], and nothing in it is trained. Add [Tune(...)] for a projection or [Head] on a member, or remove the declaration.",
            Of(Triple, "[Dora(Rank = 1)]", "public partial class [|M|]"), Of(Triple, "[Dora(Rank = 1), Tune(Matrix.V)]")),
        new("ATG0209", "'M' declares [Freeze], and nothing in it is trained. Add [Tune(...)] for a projection or [Head] on a member, or remove the declaration.",
            Of(Triple, "[Freeze(Matrix.Q | Matrix.K | Matrix.V)]", "public partial class [|M|]"), Two("[Freeze(Matrix.Q | Matrix.K | Matrix.V)]", "[Freeze(Matrix.Q)]", "Root")),
        new("ATG0209", "'M' declares [Lora], and tunes no projection, so that the head alone is trained. Add [Tune(...)] for a projection, or remove the declaration.",
            Of(Triple + Head, "[Lora(Rank = 1)]", "public sealed partial class [|M|]"), Of(Triple + Head, "[Lora(Rank = 1)]") + "[TunableModule, Tune(Matrix.V)] public sealed partial class Derived : M;"),
        new("ATG0209", "'S' declares [Dora], and tunes no projection, so that the head alone is trained. Add [Tune(...)] for a projection, or remove the declaration.",
            Of(Triple + Head, "[Tune(Matrix.V)]") + "[TuneStrategy<M>, Dora(Rank = 1)] public static partial class [|S|];", Of(Triple + Head, "[Tune(Matrix.V)]") + "[TuneStrategy<M>] public static partial class S;"),
        new("ATG0210", "'classifier' is a head by its name, and nothing trains it: it keeps the values that it is made with. Mark it with [Head], or with [Freeze] if it is meant to stay.",
            Of(Triple + " private readonly Linear [|classifier|] = nn.Linear(4, 2);", "[Tune(Matrix.V)]"), Of(Triple + " [Head] private readonly Linear classifier = nn.Linear(4, 2);", "[Tune(Matrix.V)]")),
        new("ATG0211", "'M' trains its head only, although it has the projections Q, K, V. Add [Tune(...)] if that is not meant.",
            Of(Triple + " [Head] private readonly Linear classifier = nn.Linear(4, 2);", declaration: "public partial class [|M|]"), Of(Explicit + " [Head] private readonly Linear classifier = nn.Linear(4, 2);", "[Tune(Matrix.V)]")),
        new("ATG0212", "V is tuned in full at 4 times the base rate on 'M'. In the paper's Table 2 that collapsed (MNLI, 35 %). Use [Lora] or [Dora], or an LrScale below 4.",
            Of(Triple, "[Tune(Matrix.Q), [|Tune(Matrix.V, LrScale = 4)|]]"), Of(Triple, "[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4), Lora(Rank = 1)]")),
        new("ATG0213", "The rank on 'M' is 5, and M.query is [4, 4]. A rank is at most the smaller side, 4.",
            Of(Triple, "[Tune(Matrix.Q), [|Lora(Rank = 5)|]]"), Of(Triple.Replace("4, 4", "40, 50", StringComparison.Ordinal), "[Tune(Matrix.Q), Lora(Rank = 5)]")),
        new("ATG0214", "At rank 2 the adapter of M.query on 'M' trains 16 numbers, and the matrix has 16. Lower the rank, or tune the matrix itself.",
            Of(Triple, "[Tune(Matrix.Q), [|Lora(Rank = 2)|]]"), Of("private const int Width = 40; " + Triple.Replace("4, 4", "Width, Width", StringComparison.Ordinal), "[Tune(Matrix.Q), Lora(Rank = 2)]")),
        new("ATG0213", "The rank on 'M' is 5, and M.query is [4, 4]. A rank is at most the smaller side, 4.",
            Sized("Other"), Sized("Width").Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)),
        new("ATG0214", "At rank 1 the adapter of M.query on 'M' trains 6 numbers, and the matrix has 4. Lower the rank, or tune the matrix itself.",
            Of(Triple.Replace("4, 4", "2, 2", StringComparison.Ordinal), "[Tune(Matrix.Q), [|Dora(Rank = 1)|]]"), Of(Triple, "[Tune(Matrix.Q), Dora(Rank = 1)]")),
        new("ATG0213", "The rank on 'M' is 32, and M.value is [8, 64]. A rank is at most the smaller side, 8.",
            Of("private readonly Linear query = nn.Linear(64, 64), key = nn.Linear(64, 8), value = nn.Linear(64, 8);", "[Tune(Matrix.Q | Matrix.V), [|Lora(Rank = 32)|]]"),
            Of("private readonly Linear query = nn.Linear(64, 64), key = nn.Linear(64, 8), value = nn.Linear(64, 8);", "[Tune(Matrix.Q | Matrix.V), Lora(Rank = 4)]")),
        new("ATG0213", "The rank on 'M' is 5, and M.query is [4, 4]. A rank is at most the smaller side, 4.",
            Of(Triple.Replace("nn.", "torch.nn.", StringComparison.Ordinal), "[Tune(Matrix.Q), [|Lora(Rank = 5)|]]"),
            Of(Triple.Replace("nn.", "", StringComparison.Ordinal) + " private static Linear Linear(int layer, int heads) => nn.Linear(40 + layer, 40 * heads);", "[Tune(Matrix.Q), Lora(Rank = 5)]")),
        new("ATG0216", "'M' is tuned by [Lora] and by [Dora]. Remove one of the two declarations.",
            Of(Triple, "[Tune(Matrix.Q), [|Dora(Rank = 1)|], Lora(Rank = 1)]"), Of(Triple, "[Tune(Matrix.Q), Dora(Rank = 1)]")),
        new("ATG0216", "'S' is tuned by [Lora] and by [Dora]. Remove one of the two declarations.",
            Of(Triple) + "[TuneStrategy<M>, Lora(Rank = 1), [|Dora(Rank = 1)|], Tune(Matrix.Q)] public static partial class S;", Of(Triple) + "[TuneStrategy<M>, Dora(Rank = 1), Tune(Matrix.Q)] public static partial class S;"),
        new("ATG0213", "The rank on 'M' is 5, and M.query is [4, 4]. A rank is at most the smaller side, 4.",
            AtOnce("[|Lora(Rank = 5)|]"), AtOnce("Lora(Rank = 1)")),
        new("ATG0215", "'M': The paper's grouping has one set of numbers for each projection. Declare V once, for all layers.",
            Of(Triple, "[Tune(Matrix.V, Layers = \"last:1\"), [|Grouping(Grouping.Paper)|]]"), Of(Triple, "[Tune(Matrix.V), Grouping(Grouping.Paper)]")),
        new("ATG0215", "'M': In the paper's grouping the head has no group: its weights train with K and its biases with V. Leave its LrScale (2) and WeightDecay at their defaults.",
            Of(Explicit + " [Head(LrScale = 2)] private readonly Linear head = nn.Linear(4, 2);", "[Tune(Matrix.V), [|Grouping(Grouping.Paper)|]]"), Of(Explicit + " [Head(LrScale = 2)] private readonly Linear head = nn.Linear(4, 2);", "[Tune(Matrix.V), Grouping(Grouping.Strict)]")),
        new("ATG0204", "[Grouping]: 7 is no grouping; it is Grouping.Strict or Grouping.Paper.",
            Of(Triple, "[Tune(Matrix.V), [|Grouping((Grouping)7)|]]"), Of(Triple, "[Tune(Matrix.V), Grouping(Grouping.Strict)]")),
        new("ATG0220", "'S' declares a strategy, and is not a static class without type parameters. Declare it as 'public static partial class S;'.",
            Of(Triple) + "[TuneStrategy<M>, Tune(Matrix.Q)] public partial class [|S|];", Of(Triple) + "[TuneStrategy<M>, Tune(Matrix.Q)] public static partial class S;"),
        new("ATG0220", "'M' declares a strategy, and is not a static class without type parameters. Declare it as 'public static partial class M;'.",
            Of(Triple, "[Tune(Matrix.Q), TuneStrategy<M>]", "public partial class [|M|]"), Of(Triple, "[Tune(Matrix.Q)]") + "[TuneStrategy<M>, Tune(Matrix.Q)] public static partial class S;"),
        new("ATG0221", "'S' declares a strategy for 'Linear', which is no [TunableModule] class. Mark 'Linear', name another model, or declare one of another assembly by [assembly: TuneModel<Linear>].",
            Usings + "[[|TuneStrategy<Linear>|], Tune(Matrix.Q)] public static partial class S;", Of(Triple) + "[TuneStrategy<M>, Tune(Matrix.Q)] public static partial class S;"),
        new("ATG0222", "'S' tunes no projection, and 'M' has no head: there is nothing to train. Add [Tune(...)] for a projection.",
            Of(Triple) + "[TuneStrategy<M>] public static partial class [|S|];", Of(Triple + " [Head] private readonly Linear a = nn.Linear(4, 2);", "[Tune(Matrix.Q)]") + "[TuneStrategy<M>] public static partial class S;"),
        new("ATG0223", "'S' can be named where its model 'M' cannot, and its members speak of the model. Make 'M' internal or public, or 'S' private beside it.",
            Nested("private", "internal static partial class [|S|];"), Nested("private", "private static partial class S;")),
        new("ATG0223", "'S' can be named where its model 'M' cannot, and its members speak of the model. Make 'M' internal or public, or 'S' private beside it.",
            Nested("protected", "public static partial class [|S|];"), Nested("internal", "public static partial class S;")),
        new("ATG0223", "'S' can be named where its model 'M' cannot, and its members speak of the model. Make 'M' internal or public, or 'S' private beside it.",
            Nested("private", "protected static partial class [|S|];"), Nested("protected", "protected static partial class S;")),
        new("ATG0223", "'S' can be named where its model 'M' cannot, and its members speak of the model. Make 'M' internal or public, or 'S' private beside it.",
            Nested("private", "private protected static partial class [|S|];"), Nested("protected", "private protected static partial class S;")),
        new("ATG0223", "'S' can be named where its model 'M' cannot, and its members speak of the model. Make 'M' internal or public, or 'S' private beside it.",
            Nested("private protected", "protected static partial class [|S|];"), Nested("private protected", "private protected static partial class S;")),
        new("ATG0223", "'S' can be named where its model 'M' cannot, and its members speak of the model. Make 'M' internal or public, or 'S' private beside it.",
            Inherited("internal static partial class [|S|];"), Inherited("private static partial class S;")),
        new("ATG0201", "K is tuned, and nothing in 'M' is that projection. Its projections are: none. Mark a Linear with [Projection(Matrix.K)], or remove the declaration.",
            Of("[Head] private readonly Linear a = nn.Linear(4, 2);") + "[TuneStrategy<M>, [|Tune(Matrix.K)|]] public static partial class S;", Of(Triple) + "[TuneStrategy<M>, Tune(Matrix.K)] public static partial class S;"),
    ];

    private const string Head = " [Head] private readonly Linear classifier = nn.Linear(4, 2);";

    /// <summary>A class that assigns its projections by one statement.</summary>
    private static string AtOnce(string method) => Usings + "[TunableModule, Tune(Matrix.Q), " + method + "] public partial class M : nn.Module<Tensor, Tensor> { private readonly Linear query, key, value; "
        + "public M() : base(\"M\") { (query, (key, this.value)) = (nn.Linear(4, 4), (nn.Linear(4, 4), nn.Linear(4, 4))); RegisterComponents(); } public override Tensor forward(Tensor x) => x; }";

    /// <summary>A model in a class, and a strategy beside it.</summary>
    private static string Nested(string access, string strategy) => Usings + "public partial class Outer { " + Of(Triple, declaration: access + " partial class M")[Usings.Length..] + "[TuneStrategy<M>, Tune(Matrix.Q)] " + strategy + " }";

    /// <summary>A model in a class, and a strategy in a derived class.</summary>
    private static string Inherited(string strategy) => Usings + "public partial class Outer { " + Of(Triple, declaration: "protected partial class M")[Usings.Length..] + " } public partial class Derived : Outer { [TuneStrategy<M>, Tune(Matrix.Q)] " + strategy + " }";

    /// <summary>A class whose constant of 4 a parameter may shadow.</summary>
    private static string Sized(string parameter) => Usings + "[TunableModule, Tune(Matrix.Q), [|Lora(Rank = 5)|]] public partial class M : nn.Module<Tensor, Tensor> { private const int Width = 4; private readonly Linear query, key, value; "
        + "public M(int " + parameter + ") : base(\"M\") { query = nn.Linear(Width, Width); key = nn.Linear(" + parameter + ", Width); value = nn.Linear(4, 4); RegisterComponents(); } public override Tensor forward(Tensor x) => x; }";

    /// <summary>A model with two attention layers that declare something themselves.</summary>
    private static string Two(string first, string second, string root, string attributes = "", string? members = null) => Usings + $$"""
        [TunableModule] {{first}} public sealed partial class First : nn.Module<Tensor, Tensor> { {{members ?? Triple.Replace("4, 4", "40, 40", StringComparison.Ordinal)}} public First() : base("First") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }
        [TunableModule] {{second}} public sealed partial class Second : nn.Module<Tensor, Tensor> { {{members ?? Triple.Replace("4, 4", "40, 40", StringComparison.Ordinal)}} public Second() : base("Second") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }
        [TunableModule] {{attributes}} public partial class {{root}} : nn.Module<Tensor, Tensor>
        {
            private readonly First first = new();
            private readonly Second second = new();
            public Root() : base("Root") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """;
}
