using System.Text.Json.Nodes;

namespace AttnGen.Models.Tests.Tokenization;

/// <summary>A tokenizer that would give other tokens than its file says is refused.</summary>
public sealed class WordPieceSettingsTests
{
    [Theory]
    [InlineData("normalizer", null, "null", "it has no normalizer")]
    [InlineData("normalizer", null, """{ "type": "Sequence", "normalizers": [] }""", "its normalizer is Sequence")]
    [InlineData("normalizer", "clean_text", "false", "clean_text is false")]
    [InlineData("normalizer", "lowercase", "\"yes\"", "lowercase is \"yes\"")]
    [InlineData("pre_tokenizer", null, "null", "it has no pre_tokenizer")]
    [InlineData("pre_tokenizer", null, """{ "type": "Whitespace" }""", "its pre_tokenizer is Whitespace")]
    [InlineData("model", "type", "\"BPE\"", "its model is BPE")]
    [InlineData("model", "unk_token", "\"<unk>\"", "unk_token is '<unk>'")]
    [InlineData("model", "continuing_subword_prefix", "\"@@\"", "continuing_subword_prefix is '@@'")]
    [InlineData("post_processor", null, """{ "type": "BertProcessing", "cls": ["<s>", 2], "sep": ["</s>", 3] }""", "its post_processor does not put texts between [CLS] and [SEP]")]
    [InlineData("post_processor", null, """{ "type": "TemplateProcessing", "single": [{ "SpecialToken": { "id": "[CLS]", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }], "pair": [] }""", "its post_processor")]
    [InlineData("post_processor", null, "7", "its post_processor")]
    [InlineData("added_tokens", null, """[{ "id": 0, "content": "[PAD]" }, { "id": 23, "content": "<brand>" }]""", "<brand>")]
    [InlineData("model", "max_input_chars_per_word", "0", "max_input_chars_per_word is 0")]
    public void A_setting_that_the_tokenizer_does_not_have_is_named(string part, string? name, string value, string expected)
    {
        void Change(JsonNode document)
        {
            if (name is null)
            {
                document[part] = JsonNode.Parse(value);
                return;
            }

            document[part]![name] = JsonNode.Parse(value);
        }

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => SmallVocabulary.Tokenizer(Change)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_flags_of_the_file_are_followed()
    {
        Assert.Equal([2, 5, 3], SmallVocabulary.Tokenizer().Encode("MAN", 9).Ids);
        Assert.Equal([2, 1, 3], SmallVocabulary.Tokenizer(document => document["normalizer"]!["lowercase"] = false).Encode("MAN", 9).Ids);
        Assert.Equal([2, 1, 3], SmallVocabulary.Tokenizer(document => document["model"]!["max_input_chars_per_word"] = 2).Encode("man", 9).Ids);
        Assert.Equal([2, 5, 3], SmallVocabulary.Tokenizer(document =>
        {
            document["model"]!["unk_token"] = "[UNK]";
            document["model"]!["continuing_subword_prefix"] = "##";
            document["normalizer"]!["strip_accents"] = null;
        }).Encode("m\u00e1n", 9).Ids);
    }

    [Fact]
    public void What_BERTs_files_say_of_special_tokens_is_read()
    {
        static void Change(JsonNode document)
        {
            document["model"]!["vocab"]!.AsObject().Remove("[MASK]");
            var (last, vocabulary) = ("##\u00b0", document["model"]!["vocab"]!.AsObject());
            vocabulary[last] = 16;
            document["post_processor"] = JsonNode.Parse("""
                {
                  "type": "TemplateProcessing",
                  "single": [{ "SpecialToken": { "id": "[CLS]", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }, { "SpecialToken": { "id": "[SEP]", "type_id": 0 } }],
                  "pair": [
                    { "SpecialToken": { "id": "[CLS]", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } }, { "SpecialToken": { "id": "[SEP]", "type_id": 0 } },
                    { "Sequence": { "id": "B", "type_id": 1 } }, { "SpecialToken": { "id": "[SEP]", "type_id": 1 } }
                  ]
                }
                """);
            document["added_tokens"] = JsonNode.Parse("""[{ "id": 2, "content": "[CLS]" }]""");
        }

        Assert.Equal([2, 5, 3], SmallVocabulary.Tokenizer(Change).Encode("man", 9).Ids);
        Assert.Equal([2, 5, 3], SmallVocabulary.Tokenizer(document => document["post_processor"] = JsonNode.Parse("""{ "type": "BertProcessing", "cls": ["[CLS]", 2], "sep": ["[SEP]", 3] }""")).Encode("man", 9).Ids);
    }
}
