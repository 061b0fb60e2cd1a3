using System.Text.Json;

namespace AttnGen.Models.Tokenization;

/// <summary>What a <c>tokenizer.json</c> says of a text's way to tokens. What the tokenizer does in one way only is checked: another value would silently be other tokens.</summary>
/// <param name="Lowercase">Whether case is dropped.</param>
/// <param name="StripAccents">Whether accents are dropped.</param>
/// <param name="SplitCjk">Whether each Chinese character is a word.</param>
/// <param name="LongestWord">The characters of the longest word; a longer one is unknown.</param>
internal sealed record WordPieceSettings(bool Lowercase, bool StripAccents, bool SplitCjk, int LongestWord)
{
    /// <summary>The token of what no piece of the vocabulary is.</summary>
    public const string Unknown = "[UNK]";

    private const string Separator = "[SEP]";
    private const string Classification = "[CLS]";
    private const int DefaultLongestWord = 100;

    /// <summary>The tokens that a text cannot hold: in a text they are words like others.</summary>
    private static readonly string[] Special = ["[PAD]", Unknown, Classification, Separator, "[MASK]"];

    /// <exception cref="FormatException">A setting is one that the tokenizer does not have; the message names it.</exception>
    public static WordPieceSettings Read(JsonElement root)
    {
        var model = Part(root, "model", "WordPiece");
        Expect(model, "model", "unk_token", Unknown);
        Expect(model, "model", "continuing_subword_prefix", "##");
        _ = Part(root, "pre_tokenizer", "BertPreTokenizer");
        ExpectFrame(root);
        ExpectNoAddedTokens(root);
        var normalizer = Part(root, "normalizer", "BertNormalizer");
        if (Flag(normalizer, "clean_text") == false)
        {
            throw new FormatException("its normalizer's clean_text is false, and control characters are always left out here.");
        }

        var lowercase = Flag(normalizer, "lowercase") ?? true;
        // Hugging Face: accents are stripped with the case unless the file says otherwise.
        return new WordPieceSettings(lowercase, Flag(normalizer, "strip_accents") ?? lowercase, Flag(normalizer, "handle_chinese_chars") ?? true, Longest(model));
    }

    /// <summary>A part of the file, of the one kind that can be read. Without one Hugging Face's tokenizer does nothing there, which is another tokenizer.</summary>
    private static JsonElement Part(JsonElement root, string name, string kind)
    {
        if (!root.TryGetProperty(name, out var part) || part.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"it has no {name}, and needs a {kind}.");
        }

        return part.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals(kind))
            ? throw new FormatException($"its {name} is {type}, and only {kind} can be read.")
            : part;
    }

    private static void Expect(JsonElement part, string partName, string name, string value)
    {
        if (part.TryGetProperty(name, out var found) && !(found.ValueKind == JsonValueKind.String && found.ValueEquals(value)))
        {
            throw new FormatException($"its {partName}'s {name} is '{found}', and only '{value}' can be read.");
        }
    }

    /// <summary>What is put around texts, where the file says it: <c>[CLS] A [SEP]</c> and <c>[CLS] A [SEP] B [SEP]</c>, the second text with the type 1.</summary>
    private static void ExpectFrame(JsonElement root)
    {
        if (!root.TryGetProperty("post_processor", out var frame) || frame.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var expected = Kind(frame) switch
        {
            "BertProcessing" => TokenOf(frame, "cls") == Classification && TokenOf(frame, "sep") == Separator,
            "TemplateProcessing" => Template(frame, "single") == $"{Classification}:0 A:0 {Separator}:0" && Template(frame, "pair") == $"{Classification}:0 A:0 {Separator}:0 B:1 {Separator}:1",
            _ => false,
        };
        if (!expected)
        {
            throw new FormatException($"its post_processor does not put texts between {Classification} and {Separator} as BERT's does.");
        }
    }

    private static string? Kind(JsonElement part) => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    /// <summary>The token of a pair of token and id.</summary>
    private static string? TokenOf(JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var pair) && pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.String ? pair[0].GetString() : null;

    /// <summary>A template's parts, each with its type.</summary>
    private static string? Template(JsonElement frame, string name) => frame.TryGetProperty(name, out var parts) && parts.ValueKind == JsonValueKind.Array
        ? string.Join(' ', parts.EnumerateArray().SelectMany(part => part.ValueKind == JsonValueKind.Object ? part.EnumerateObject().Select(piece => piece.Value) : [])
            .Select(piece => piece.ValueKind == JsonValueKind.Object && piece.TryGetProperty("id", out var id) && piece.TryGetProperty("type_id", out var type) ? $"{id}:{type}" : "?"))
        : null;

    /// <summary>A token beside the vocabulary would be found in texts before they are words.</summary>
    private static void ExpectNoAddedTokens(JsonElement root)
    {
        if (!root.TryGetProperty("added_tokens", out var added) || added.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var token in added.EnumerateArray())
        {
            var content = token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out var text) ? $"{text}" : token.GetRawText();
            if (!Special.Contains(content))
            {
                throw new FormatException($"it has the added token '{content}', and none but {string.Join(", ", Special)} can be read.");
            }
        }
    }

    private static bool? Flag(JsonElement normalizer, string name)
    {
        if (!normalizer.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null => null,
            _ => throw new FormatException($"its normalizer's {name} is {value.GetRawText()}, which is neither true nor false."),
        };
    }

    private static int Longest(JsonElement model)
    {
        if (!model.TryGetProperty("max_input_chars_per_word", out var longest))
        {
            return DefaultLongestWord;
        }

        return longest.ValueKind == JsonValueKind.Number && longest.TryGetInt32(out var value) && value > 0
            ? value
            : throw new FormatException($"its model's max_input_chars_per_word is {longest.GetRawText()}, which is no number of characters.");
    }
}
