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
}
