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
}
