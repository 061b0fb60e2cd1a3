using AttnGen.Models.Tokenization;
using CsCheck;

namespace AttnGen.Models.Tests.Tokenization;

/// <summary>Pairs by a vocabulary small enough to write their ids by hand.</summary>
public sealed class PairTests
{
    private readonly WordPieceTokenizer tokenizer = SmallVocabulary.Tokenizer();

    [Theory]
    [InlineData("A man.", "Is food uneatable?", new[] { 2, 4, 5, 10, 3, 6, 9, 11, 12, 13, 14, 3 }, 5)]
    [InlineData("a man is eating food", "eating", new[] { 2, 4, 5, 6, 7, 8, 9, 3, 7, 8, 3 }, 8)]
    [InlineData("", "zebra \"food\"", new[] { 2, 3, 1, 15, 9, 15, 3 }, 2)]
    [InlineData("man", "", new[] { 2, 5, 3, 3 }, 3)]
    [InlineData("", "", new[] { 2, 3, 3 }, 2)]
    public void Both_texts_end_with_a_separator_and_the_second_has_the_other_type(string first, string second, int[] ids, int ofFirst)
    {
        var pair = tokenizer.Encode(first, second, 128);
        Assert.Equal(ids, pair.Ids);
        Assert.Equal([.. Enumerable.Repeat(0, ofFirst), .. Enumerable.Repeat(1, ids.Length - ofFirst)], pair.TypeIds);
    }

    /// <summary>The cases of Hugging Face's own test of <c>longest_first</c>: texts of 0, 2, 4 and 8 tokens in a room of 7.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 8, 0, 7)]
    [InlineData(2, 4, 2, 4)]
    [InlineData(2, 8, 2, 5)]
    [InlineData(4, 4, 3, 4)]
    [InlineData(4, 8, 3, 4)]
    [InlineData(8, 0, 7, 0)]
    [InlineData(8, 2, 5, 2)]
    [InlineData(8, 4, 4, 3)]
    [InlineData(8, 8, 3, 4)]
    [InlineData(9, 8, 4, 3)]
    [InlineData(200, 100, 4, 3)]
    [InlineData(100, 200, 3, 4)]
    public void The_longer_text_is_cut_first(int first, int second, int keptOfFirst, int keptOfSecond)
    {
        var pair = tokenizer.Encode(Words("man", first), Words("food", second), 7 + 3);
        Assert.Equal([2, .. Enumerable.Repeat(5, keptOfFirst), 3, .. Enumerable.Repeat(9, keptOfSecond), 3], pair.Ids);
    }

    [Fact]
    public void No_pair_is_longer_than_its_room_and_none_is_cut_that_fits() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[3, 24]).Sample((first, second, most) =>
        {
            var pair = tokenizer.Encode(Words("man", first), Words("food", second), most);
            var (ofFirst, ofSecond) = (pair.Ids.Count(id => id == 5), pair.Ids.Count(id => id == 9));
            // One that is cut has at least as much left as the other, but for the odd token.
            return pair.Ids.Length == Math.Min(most, first + second + 3) && pair.TypeIds.Length == pair.Ids.Length && pair.TypeIds.Sum() == ofSecond + 1
                && (ofFirst == first || ofFirst >= ofSecond - 1) && (ofSecond == second || ofSecond >= ofFirst - 1);
        });

    [Fact]
    public void A_room_without_the_separators_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("a", "man", 2));

    private static string Words(string word, int count) => string.Join(' ', Enumerable.Repeat(word, count));
}
