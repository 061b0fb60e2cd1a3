using AttnGen.Models.Bert;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>The shapes that are measured; without dropout, as an encoder that is frozen but for adapters is trained.</summary>
internal static class Encoders
{
    private static readonly BertConfiguration Tiny =
        new BertConfiguration { VocabularySize = 30_522, HiddenSize = 32, Layers = 3, Heads = 2, IntermediateSize = 64 }.WithDropout(0);

    public static BertConfiguration MiniLm(SpeedScale scale) => scale == SpeedScale.Tiny
        ? Tiny
        : new BertConfiguration { VocabularySize = 30_522, HiddenSize = 384, Layers = 6, Heads = 12, IntermediateSize = 1536 }.WithDropout(0);

    public static BertConfiguration RobertaBase(SpeedScale scale) => scale == SpeedScale.Tiny
        ? Tiny
        : new BertConfiguration { VocabularySize = 50_265, HiddenSize = 768, Layers = 12, Heads = 12, IntermediateSize = 3072 }.WithDropout(0);
}
