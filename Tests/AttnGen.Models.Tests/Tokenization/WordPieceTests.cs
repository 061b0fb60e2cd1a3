using AttnGen.Models.Tests.Assets;

namespace AttnGen.Models.Tests.Tokenization;

public sealed class WordPieceTests
{
    /// <summary>Ids of bert-base-uncased, as Hugging Face's tokenizer gives them.</summary>
    [AssetFact]
    public void Known_texts_have_the_published_ids()
    {
        var tokenizer = RealAssets.LoadTokenizer();
        Assert.Equal([101, 1037, 2158, 2003, 5983, 2833, 1012, 102], tokenizer.Encode("A man is eating food.", 128).Ids);
        Assert.Equal([101, 102], tokenizer.Encode("", 128).Ids);
        Assert.Equal(tokenizer.Encode("cafe", 128).Ids, tokenizer.Encode("CAFÉ", 128).Ids);
        Assert.Equal([101, 100, 102], tokenizer.Encode(new string('x', 101), 128).Ids);
        Assert.Equal(tokenizer.Encode("a b", 128).Ids, tokenizer.Encode("a\t\u0000\u200bb".Replace("\u200b", " ", StringComparison.Ordinal), 128).Ids);
        Assert.Equal(4, tokenizer.Encode("中文", 128).Ids.Length);
        Assert.Equal([101, 3602, 2338, 102], tokenizer.Encode("note\nbook", 128).Ids);
        Assert.Equal([101, 1469, 30006, 30021, 29991, 30014, 30020, 102], tokenizer.Encode("\ud55c\uad6d", 128).Ids);
    }

    [AssetFact]
    public void Special_tokens_in_a_text_are_text() =>
        Assert.DoesNotContain(102, RealAssets.LoadTokenizer().Encode("[SEP]", 128).Ids[1..^1]);

    [AssetFact]
    public void A_text_is_cut_to_its_room_and_half_a_surrogate_does_no_harm()
    {
        var tokenizer = RealAssets.LoadTokenizer();
        var ids = tokenizer.Encode(string.Concat(Enumerable.Repeat("word ", 300)), 16).Ids;
        Assert.Equal(16, ids.Length);
        Assert.Equal((101, 102), (ids[0], ids[^1]));
        Assert.Equal([101, 102], tokenizer.Encode("anything", 2).Ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("anything", 1));
        Assert.Equal(101, tokenizer.Encode("x\ud800y", 16).Ids[0]);
    }

    [AssetFact]
    public void Several_threads_at_once_get_what_one_alone_gets()
    {
        string[] words = ["a", "man", "is", "eating", "unbelievably", "CAFÉ", "中文", "[SEP]", "x\ud800y", "antidisestablishmentarianism", ".", "\t"];
        var random = new Random(5);
        string[] texts = [.. Enumerable.Range(0, 3000).Select(_ => string.Join(' ', random.GetItems(words, random.Next(60))))];
        var alone = RealAssets.LoadTokenizer();
        var expected = texts.Select(text => alone.Encode(text, 64).Ids).ToArray();
        // A new one, so that whatever it keeps is filled by all threads.
        var shared = RealAssets.LoadTokenizer();
        var actual = new int[texts.Length][];
        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index => actual[index] = shared.Encode(texts[index], 64).Ids);
        Assert.Equal(expected, actual);
    }

    [AssetFact]
    public void A_pair_has_two_segments_and_the_longer_one_is_cut()
    {
        var tokenizer = RealAssets.LoadTokenizer();
        var pair = tokenizer.Encode("a man", "a man is eating food.", 8);
        Assert.Equal([101, 1037, 2158, 102, 1037, 2158, 2003, 102], pair.Ids);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], pair.TypeIds);
    }
}
