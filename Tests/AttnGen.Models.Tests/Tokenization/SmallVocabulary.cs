using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen.Models.Tokenization;

namespace AttnGen.Models.Tests.Tokenization;

/// <summary>A vocabulary small enough to write its ids by hand.</summary>
internal static class SmallVocabulary
{
    private static readonly string[] Tokens =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "man", "is", "eat", "##ing", "food", // 0 to 9
        ".", "un", "##eat", "##able", "?", "\"", "[MASK]", "$", "`", "_", // 10 to 19
        "\u00b0", "20", "##\u00b0", // 20 to 22
    ];

    public static WordPieceTokenizer Tokenizer() => Tokenizer(_ => { });

    /// <summary>The tokenizer of the file after a change.</summary>
    public static WordPieceTokenizer Tokenizer(Action<JsonNode> change)
    {
        using var directory = new OwnDirectory();
        var file = Path.Combine(directory.Path, "tokenizer.json");
        var document = JsonSerializer.SerializeToNode(new
        {
            normalizer = new { type = "BertNormalizer", lowercase = true, strip_accents = false, handle_chinese_chars = true },
            pre_tokenizer = new { type = "BertPreTokenizer" },
            model = new { type = "WordPiece", vocab = Tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id) },
        })!;
        change(document);
        File.WriteAllText(file, document.ToJsonString());
        return WordPieceTokenizer.FromFile(file);
    }
}
