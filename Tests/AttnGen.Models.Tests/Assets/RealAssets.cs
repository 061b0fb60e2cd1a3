using AttnGen.Models.Assets;
using AttnGen.Models.Bert;
using AttnGen.Models.Tokenization;

namespace AttnGen.Models.Tests.Assets;

/// <summary>The published encoder, fetched once.</summary>
internal static class RealAssets
{
    private static readonly Lazy<Asset> Fetched = new(() => AssetStore.Default.GetAsync(KnownAssets.AllMiniLmL6V2).GetAwaiter().GetResult());

    public static Asset MiniLm => Fetched.Value;

    public static BertEncoder LoadEncoder() => BertEncoder.Load(MiniLm.PathOf(KnownAssets.Weights), MiniLm.PathOf(KnownAssets.Configuration));

    public static WordPieceTokenizer LoadTokenizer() => WordPieceTokenizer.FromFile(MiniLm.PathOf(KnownAssets.Tokenizer));
}
