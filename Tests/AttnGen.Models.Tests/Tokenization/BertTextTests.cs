using System.Text;
using AttnGen.Models.Tokenization;

namespace AttnGen.Models.Tests.Tokenization;

/// <summary>What BERT takes for a word, and where it cuts a text: the ids are those of Hugging Face's rules by hand.</summary>
public sealed class BertTextTests
{
    [Theory]
    [InlineData("$20", new[] { 17, 21 })] // every ASCII sign is a word
    [InlineData("`eating food`", new[] { 18, 7, 8, 9, 18 })]
    [InlineData("a_man", new[] { 4, 19, 5 })]
    [InlineData("\"?.", new[] { 15, 14, 10 })]
    [InlineData("20\u00b0 \u00b0", new[] { 21, 22, 20 })] // another symbol is a letter
    [InlineData("eat\u00ading \ufeffman\u200b", new[] { 7, 8, 5 })] // marks of format are left out
    [InlineData("food\ue000", new[] { 9 })]
    [InlineData("+man\u2026is\u2014a", new[] { 1, 5, 1, 6, 1, 4 })] // marks that the vocabulary has not
    [InlineData(" \t\u00a0\r\n", new int[0])]
    [InlineData("man\nis\teat\rfood\u2028a", new[] { 5, 6, 7, 9, 4 })] // what parts lines parts words
    [InlineData("\r\nman\r\n", new[] { 5 })]
    [InlineData("m\u0085a\u000bn", new[] { 5 })] // other control characters are left out
    [InlineData("m\ufffean\ufffd is", new[] { 1, 6 })] // no character is one that the vocabulary has not, and a replaced one none
    [InlineData("man\ud83d\ude00", new[] { 1 })]
    [InlineData("man \ud800is", new[] { 5, 6 })]
    public void A_text_has_BERTs_words(string text, int[] ids) => Assert.Equal([2, .. ids, 3], SmallVocabulary.Tokenizer().Encode(text, 128).Ids);

    [Theory]
    [InlineData(3, new[] { 11 })]
    [InlineData(4, new[] { 11, 12 })]
    [InlineData(5, new[] { 11, 12, 13 })]
    [InlineData(6, new[] { 11, 12, 13, 9 })]
    [InlineData(99, new[] { 11, 12, 13, 9 })]
    [InlineData(int.MaxValue, new[] { 11, 12, 13, 9 })]
    public void A_text_is_cut_inside_of_a_word(int maxLength, int[] ids) => Assert.Equal([2, .. ids, 3], SmallVocabulary.Tokenizer().Encode("uneatable food", maxLength).Ids);

    /// <summary>Hugging Face's order: cleaned, decomposed, without marks, small.</summary>
    [Theory]
    [InlineData("\ud55c\uad6d", "\u1112\u1161\u11ab\u1100\u116e\u11a8")] // Korean syllables stay apart
    [InlineData("\u09ac\u09cb\u09a8", "\u09ac\u09c7\u09be\u09a8")] // a Bengali vowel of two parts
    [InlineData("CAF\u00c9 \u00c5ngstr\u00f6m", "cafe angstrom")]
    [InlineData("\u0130I\u0131", "ii\u0131")]
    [InlineData("\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3")]
    [InlineData("\ufffe\u00e9", "\ufffee")]
    [InlineData("\u4e2d\u6587", " \u4e2d  \u6587 ")]
    [InlineData("\uf900", " \u8c48 ")] // a compatibility ideograph
    public void A_text_is_normalized_as_BERTs_is(string text, string expected) =>
        Assert.Equal(expected, new BertText(new WordPieceSettings(Lowercase: true, StripAccents: true, SplitCjk: true, LongestWord: 100)).Normalize(text));

    [Fact]
    public void Without_case_and_accents_dropped_a_text_stays_as_it_is()
    {
        var text = new BertText(new WordPieceSettings(Lowercase: false, StripAccents: false, SplitCjk: false, LongestWord: 100));
        Assert.Equal("Cafe\u0301 CAF\u00c9 \u4e2d", text.Normalize("Cafe\u0301 CAF\u00c9\t\u4e2d"));
        Assert.Equal("i\u0307\u00e9", new BertText(new WordPieceSettings(Lowercase: true, StripAccents: false, SplitCjk: false, LongestWord: 100)).Normalize("\u0130\u00c9"));
    }

    /// <summary>Whatever a text holds, it has tokens.</summary>
    [Fact]
    public void No_character_is_too_strange()
    {
        var tokenizer = SmallVocabulary.Tokenizer(document => document["normalizer"]!["strip_accents"] = true);
        foreach (var chunk in Enumerable.Range(0, 0x110000).Chunk(4096))
        {
            var text = string.Concat(chunk.Select(value => Rune.IsValid(value) ? char.ConvertFromUtf32(value) : ((char)value).ToString()));
            Assert.Equal(2, tokenizer.Encode(text, 64).Ids[0]);
        }
    }
}
