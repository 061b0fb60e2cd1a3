using AttnGen.Models.Assets;
using AttnGen.Models.Bert;
using AttnGen.Models.Tokenization;

namespace AttnGen.Models.Tests.Assets;

/// <summary>The published encoder, fetched once.</summary>
internal static class RealAssets
{
    private static readonly Lazy<Asset> Fetched = new(() => AssetStore.Default.GetAsync(KnownAssets.AllMiniLmL6V2).GetAwaiter().GetResult());

    private static readonly Lazy<string?> FetchProblem = new(() => ProblemOf(() => MiniLm));

    private static readonly Lazy<string?> ReviewsFetchProblem = new(() => ProblemOf(() => AssetStore.Default.GetAsync(KnownAssets.ImdbReviews).GetAwaiter().GetResult()));

    public static Asset MiniLm => Fetched.Value;

    /// <summary>Why a test that needs them is skipped, or null; in CI it is not skipped, and fails.</summary>
    public static string? Problem => Environment.GetEnvironmentVariable("CI") == "true" ? null : FetchProblem.Value;

    /// <summary><see cref="Problem"/> of a test that needs the reviews too.</summary>
    public static string? ReviewsProblem => Problem ?? (Environment.GetEnvironmentVariable("CI") == "true" ? null : ReviewsFetchProblem.Value);

    public static BertEncoder LoadEncoder() => BertEncoder.Load(MiniLm.PathOf(KnownAssets.Weights), MiniLm.PathOf(KnownAssets.Configuration));

    public static WordPieceTokenizer LoadTokenizer() => WordPieceTokenizer.FromFile(MiniLm.PathOf(KnownAssets.Tokenizer));

    private static string? ProblemOf(Func<Asset> fetch)
    {
        try
        {
            _ = fetch();
            return null;
        }
        catch (AssetException problem)
        {
            return problem.Message;
        }
    }
}
