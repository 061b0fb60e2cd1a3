using AttnGen.Models.Assets;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>The published vocabulary and reviews, fetched at their first use.</summary>
internal static class BenchmarkAssets
{
    private static readonly Lazy<(string? Tokenizer, string? Problem)> Encoder = new(() => Fetch(KnownAssets.AllMiniLmL6V2, KnownAssets.Tokenizer));
    private static readonly Lazy<(string? Reviews, string? Problem)> Texts = new(() => Fetch(KnownAssets.ImdbReviews, KnownAssets.Reviews));

    /// <summary>Why there is no vocabulary, or null.</summary>
    public static string? TokenizerMissing => Encoder.Value.Problem;

    /// <summary>Why there are no reviews, or null.</summary>
    public static string? ReviewsMissing => Texts.Value.Problem;

    public static string Tokenizer => Encoder.Value.Tokenizer ?? throw new InvalidOperationException(TokenizerMissing);

    public static string Reviews => Texts.Value.Reviews ?? throw new InvalidOperationException(ReviewsMissing);

    private static (string? Path, string? Problem) Fetch(AssetManifest manifest, string file)
    {
        try
        {
            return (AssetStore.Default.GetAsync(manifest).GetAwaiter().GetResult().PathOf(file), null);
        }
        catch (AssetException problem)
        {
            return (null, problem.Message);
        }
    }
}
