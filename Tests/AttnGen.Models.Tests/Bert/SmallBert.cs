using AttnGen.Models.Bert;

namespace AttnGen.Models.Tests.Bert;

internal static class SmallBert
{
    public static BertConfiguration Configuration { get; } = new()
    {
        VocabularySize = 20, HiddenSize = 12, Layers = 2, Heads = 3, IntermediateSize = 16, MaxLength = 9, HiddenDropout = 0, AttentionDropout = 0,
    };
}
