using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Tests.Fuzzing;

/// <summary>Breaks a source file as typing, merging and bad tools do: token by token and character by character. The same seed breaks it the same way.</summary>
internal sealed class SourceMutator(IReadOnlyList<string> corpus, int seed)
{
    private static readonly string[] Fragments =
    [
        "[TunableModule]", "[Tune(Matrix.Q)]", "[Tune((Matrix)9)]", "[Tune(Matrix.V, LrScale = double.NaN)]", "[Lora(Rank = int.MinValue)]", "[Dora]", "[Freeze]", "[Head]", "[Head(LrScale = -0.0)]",
        "[Projection(Matrix.K)]", "[Name(null!)]", "[Name(\"\")]", "[TuneStrategy<int>]", "[TuneStrategy<>]", "static", "abstract", "partial", "file", "readonly", "const", "record", "struct", "interface",
        "<T>", "<U, V>", "?", "[]", "this", "base", "null", "-1", "1e400", "nn.Linear(0, -1)", "nn.Linear(Width, 9999999999)", "Linear", "Parameter", "Tensor", "ModuleList<M>", "M", "List<Linear>", "{", "}", "(", ")", ";", "=>", "\"", "//", "/*", "#if X", "\n",
    ];

    private static readonly char[] Characters = ['\0', '\t', '\r', '\n', ' ', '"', '\'', '\\', '{', '}', '[', ']', '<', '>', '@', '#', '\u0130', '\uFEFF', '\uD800', '9'];

    public (string Source, int Origin) Mutant(int index)
    {
        var random = new Random(HashCode(seed, index));
        var origin = random.Next(corpus.Count);
        var source = corpus[origin];
        for (var remaining = random.Next(1, 5); remaining > 0 && source.Length > 0; remaining--)
        {
            source = random.Next(3) == 0 ? Characterwise(source, random) : Tokenwise(source, random);
        }

        return (source, origin);
    }

    // System.HashCode is seeded anew in each process.
    private static int HashCode(int seed, int index) => unchecked((seed * 1_000_003) ^ (index * 31_337));

    private static string Tokenwise(string source, Random random)
    {
        var tokens = CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).ToList();
        if (tokens.Count == 0)
        {
            return source;
        }

        var (token, other) = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
        return random.Next(5) switch
        {
            0 => Replace(source, token, ""),
            1 => Replace(source, token, token.Text + " " + token.Text),
            2 => Replace(source, token, other.Text),
            3 => Replace(source, token, Fragments[random.Next(Fragments.Length)]),
            _ => Replace(source, token, Fragments[random.Next(Fragments.Length)] + " " + token.Text),
        };
    }

    private static string Replace(string source, SyntaxToken token, string text) => string.Concat(source.AsSpan(0, token.SpanStart), text, source.AsSpan(token.Span.End));

    private static string Characterwise(string source, Random random)
    {
        var place = random.Next(source.Length);
        return random.Next(4) switch
        {
            0 => source.Remove(place, 1),
            1 => source.Insert(place, Characters[random.Next(Characters.Length)].ToString()),
            2 => source[..place],
            _ => source.Remove(place, Math.Min(random.Next(1, 40), source.Length - place)),
        };
    }
}
