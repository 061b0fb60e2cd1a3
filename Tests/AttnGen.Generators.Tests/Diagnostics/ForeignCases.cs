using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>ATG06xx. The models stand in the same file; what matters is that they are not annotated.</summary>
internal static class ForeignCases
{
    public static IEnumerable<DiagnosticCase> All =>
    [
        new("ATG0601", "'M' is a [TunableModule] class and says itself where its projections are. Remove [assembly: TuneModel<M>].",
            Usings + "[assembly: [|TuneModel<M>(Query = \"query\")|]]" + Of(Triple)[Usings.Length..], Of(Triple)),
        new("ATG0602", "TuneModel<Plain> is there twice. Keep one of them, with all that is to be said.",
            Declared("TuneModel<Plain>(Query = \"layer.Query\")", "[|TuneModel<Plain>(Value = \"layer.Value\")|]"), Declared("TuneModel<Plain>(Query = \"layer.Query\", Value = \"layer.Value\")")),
        new("ATG0602", "TuneAttention<Plain, Layer> is there twice. Keep one of them, with all that is to be said.",
            Declared("TuneModel<Plain>", "TuneAttention<Plain, Layer>(Query = \"Query\")", "[|TuneAttention<Plain, Layer>(Value = \"Value\")|]"),
            Declared("TuneModel<Plain>", "TuneAttention<Plain, Layer>(Query = nameof(Layer.Query), Value = nameof(Layer.Value))")),
        new("ATG0603", "Query: \"layer..Query\" is no path: it is names between dots, with * for any one name and ** for any number of them, like \"layers.*.attention.query\".",
            Declared("[|TuneModel<Plain>(Query = \"layer..Query\", Value = \"**.Value\")|]"), Declared("TuneModel<Plain>(Query = \"layer.Query\", Value = \"**.Value\")")),
        new("ATG0603", "Head: \"lay*\" is no path: it is names between dots, with * for any one name and ** for any number of them, like \"layers.*.attention.query\".",
            Declared("[|TuneModel<Plain>(Head = \"lay*\", Query = \"*.Query\")|]"), Declared("TuneModel<Plain>(Head = \"head\", Query = \"*.Query\")")),
        new("ATG0604", "Q: 'Layer' has no Linear 'key' that this assembly can read. It has 'Query', 'Value'.",
            Declared("TuneModel<Plain>", "[|TuneAttention<Plain, Layer>(Query = \"key\")|]"), Declared("TuneModel<Plain>", "TuneAttention<Plain, Layer>(Query = \"Query\")")),
        new("ATG0604", "V: 'Plain' has no Linear 'layer' that this assembly can read. It has none: say where it is by a path, on TuneModel.",
            Declared("TuneModel<Plain>(Query = \"**.Query\")", "[|TuneAttention<Plain, Plain>(Value = \"layer\")|]"), Declared("TuneModel<Plain>(Query = \"**.Query\", Value = \"layer.Value\")")),
        new("ATG0605", "'Plain' is not declared, so that nothing reads what is said of 'Layer' in it. Add [assembly: TuneModel<Plain>], or name the model that is declared.",
            Declared("[|TuneAttention<Plain, Layer>(Query = \"Query\")|]"), Declared("TuneModel<Plain>", "TuneAttention<Plain, Layer>(Query = \"Query\")")),
        new("ATG0606", "TuneModel<Plain> says of nothing where it is, so that no strategy could train anything. Say Query, Key, Value or Head, or add [assembly: TuneAttention<Plain, ...>].",
            Declared("[|TuneModel<Plain>|]"), Declared("TuneModel<Plain>(Head = \"layer.key\")")),
        new("ATG0607", "'Open' has type parameters, or is in a class that has. Derive a class without, and declare that.",
            Declared("[|TuneModel<Open<int>>(Query = \"**.Query\")|]"), Declared("TuneModel<Closed>(Query = \"**.Query\")")),
        new("ATG0608", "'Hidden' is file-local, and generated code stands in another file. Remove 'file' from its declaration.",
            Declared("[|TuneModel<Hidden>(Query = \"layer.Query\")|]") + "file sealed class Hidden : Plain;", Declared("TuneModel<Seen>(Query = \"layer.Query\")") + "internal sealed class Seen : Plain;"),
        new("ATG0608", "'Hidden' is file-local, and generated code stands in another file. Remove 'file' from its declaration.",
            Declared("TuneModel<Plain>(Query = \"layer.Query\")", "[|TuneAttention<Plain, Hidden>(Value = \"V\")|]") + "file sealed class Hidden : Plain { public Linear V { get; } = nn.Linear(4, 4); }",
            Declared("TuneModel<Plain>(Query = \"layer.Query\")", "TuneAttention<Plain, Seen>(Value = \"V\")") + "internal sealed class Seen : Plain { public Linear V { get; } = nn.Linear(4, 4); }"),
    ];

    /// <summary>Declarations beside models that are not annotated.</summary>
    private static string Declared(params string[] attributes) =>
        Usings + string.Concat(attributes.Select(attribute => $"[assembly: {attribute}]\n")) + """
        public sealed class Layer : nn.Module<Tensor, Tensor>
        {
            public readonly Linear Query = nn.Linear(4, 4);
            private readonly Linear key = nn.Linear(4, 4);
            public Linear Value { get; } = nn.Linear(4, 4);
            public Layer() : base("Layer") => RegisterComponents();
            public override Tensor forward(Tensor x) => Query.call(x) + key.call(x) + Value.call(x);
        }
        public class Plain : nn.Module<Tensor, Tensor>
        {
            private readonly Layer layer = new();
            public Plain() : base("Plain") => RegisterComponents();
            public override Tensor forward(Tensor x) => layer.call(x);
        }
        public class Open<T> : Plain;
        public sealed class Closed : Open<int>;
        """;
}
