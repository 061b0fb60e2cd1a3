using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests;

/// <summary>Models that several tests compile.</summary>
internal static class Sources
{
    public const string Usings = """
        using AttnGen;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        """;

    /// <summary>Three projections by their names.</summary>
    public const string Triple = "private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);";

    /// <summary>Three projections by their marks.</summary>
    public const string Explicit = "[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4); [Projection(Matrix.K)] private readonly Linear b = nn.Linear(4, 4); [Projection(Matrix.V)] private readonly Linear c = nn.Linear(4, 4);";

    public static string Attention(string attributes = "[Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4)]", string body = "var (q, k, v) = Project(x); return q + k + v;") => Usings + $$"""
        namespace Library
        {
            [TunableModule]
            {{attributes}}
            public sealed partial class Attention : nn.Module<Tensor, Tensor>
            {
                private readonly Linear query, key, value;
                public Attention() : base("Attention") { query = nn.Linear(4, 4); key = nn.Linear(4, 4); value = nn.Linear(4, 4); RegisterComponents(); }
                public override Tensor forward(Tensor x) { {{body}} }
            }
        }
        """;

    public const string Classifier = Usings + """
        namespace Application
        {
            [TunableModule, Lora(Rank = 2)]
            public sealed partial class Classifier : nn.Module<Tensor, Tensor>
            {
                private readonly Library.Attention attention = new();
                [Head(LrScale = 2)] private readonly Linear classifier = nn.Linear(4, 2);
                public Classifier() : base("Classifier") => RegisterComponents();
                public override Tensor forward(Tensor x) => classifier.call(attention.call(x));
                public object Rates() { using var tuning = BeginTuning(); return (tuning.Groups.Query, tuning.Groups.Value, tuning.Groups.Head); }
            }
        }
        """;

    /// <summary>A model compiled by somebody who knows nothing of AttnGen.</summary>
    public static MetadataReference Vendor() => GeneratorRun.Of(Usings.Replace("using AttnGen;", "", StringComparison.Ordinal) + """
        namespace Vendor
        {
            public sealed class Attention : nn.Module<Tensor, Tensor>
            {
                public readonly Linear Query = nn.Linear(4, 4);
                private readonly Linear key = nn.Linear(4, 4);
                public Linear value { get; } = nn.Linear(4, 4);
                public Attention() : base("Attention") => RegisterComponents();
                public override Tensor forward(Tensor x) => Query.call(x) + key.call(x) + value.call(x);
            }
            public sealed class Encoder : nn.Module<Tensor, Tensor>
            {
                private readonly ModuleList<Attention> layers = new(new Attention(), new Attention());
                private readonly Linear pooler = nn.Linear(4, 4);
                public Encoder() : base("Encoder") => RegisterComponents();
                public override Tensor forward(Tensor x) => pooler.call(layers[0].call(x));
            }
        }
        """).Emit();

    /// <summary>A file's text that goes on after another's usings.</summary>
    public static string Body(string text) => "\nnamespace Application\n{\n" + text + "\n}\n";

    /// <summary>A class of one attention layer with the given members, and more attributes on it.</summary>
    public static string Of(string members, string attributes = "", string declaration = "public partial class M") => Usings + $$"""
        [TunableModule]
        {{attributes}}
        {{declaration}} : nn.Module<Tensor, Tensor>
        {
            {{members}}
            public M() : base("M") => RegisterComponents();
            public override Tensor forward(Tensor x) => x;
        }
        """;
}
