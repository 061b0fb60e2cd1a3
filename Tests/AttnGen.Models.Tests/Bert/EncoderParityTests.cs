using AttnGen.Models.Bert;
using AttnGen.Models.Tests.Assets;
using static TorchSharp.torch;

namespace AttnGen.Models.Tests.Bert;

public sealed class EncoderParityTests
{
    [AssetFact]
    public void Two_sentences_have_the_published_similarity()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var encoder = RealAssets.LoadEncoder();
        encoder.eval();
        var tokenizer = RealAssets.LoadTokenizer();

        Tensor Embed(string text)
        {
            var ids = tensor(tokenizer.Encode(text, 128).Ids, dtype: ScalarType.Int64).unsqueeze(0);
            var mask = ones_like(ids);
            return BertEncoder.MeanPool(encoder.call(ids, mask), mask);
        }

        var similarity = nn.functional.cosine_similarity(Embed("A man is eating food."), Embed("A man is eating a piece of bread."), 1, 1e-8).item<float>();
        Assert.InRange(similarity, 0.7553 - 0.001, 0.7553 + 0.001);
    }

    [AssetFact]
    public void Padding_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var encoder = RealAssets.LoadEncoder();
        encoder.eval();
        var ids = RealAssets.LoadTokenizer().Encode("A man is eating food.", 128).Ids;
        var alone = tensor(ids, dtype: ScalarType.Int64).unsqueeze(0);
        var padded = tensor([.. ids, 0, 0, 0, 0], dtype: ScalarType.Int64).unsqueeze(0);
        var mask = padded.ne(0);

        var first = BertEncoder.MeanPool(encoder.call(alone, ones_like(alone)), ones_like(alone));
        var second = BertEncoder.MeanPool(encoder.call(padded, mask), mask);
        Assert.InRange((first - second).abs().max().item<float>(), 0, 1e-5f);
    }
}
