using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Tokenization;
using AttnGen.Training;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>
/// What happens to 4,000 reviews of at most 128 tokens before the model has them: tokenization on all processors against one text after the other, and an epoch's
/// batches, made on one thread by both. To hand them over from another takes longer than to make them, and nobody waits for it: that is in <see cref="TextEpoch"/>.
/// </summary>
internal sealed class TextPreparation : ISpeedCase
{
    private const int Count = 4000;
    private const int Length = 128;

    public string Name => "texts";

    public string Unit => "ms";

    public bool DependsOnThreads => false;

    public string? Missing => Corpus.Imdb.Missing;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new("tokenizing 4,000 reviews, 128 tokens at most, against one after the other", "attngen", "plain", SpeedDirection.TimesFaster, 1),
        new("an epoch's batches of them, made on one thread, against plain ones", "attngen batches made", "plain batches made", SpeedDirection.TimesFaster, 1),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var texts = Corpus.Imdb.Take(scale == SpeedScale.Full ? Count : 40);
        var tokenizer = WordPieceTokenizer.FromFile(BenchmarkAssets.Tokenizer);
        var plain = new PlainTokenizer(BenchmarkAssets.Tokenizer);
        TextDataset Tokenize() => TextDataset.Tokenize(texts, text => new TextExample(tokenizer.Encode(text.Text, Length).Ids, text.Label), classes: 2);
        var batches = new TextBatches(Tokenize(), new BatchOptions { BatchSize = PlainBatches.Size, Prefetch = 0 });
        var examples = plain.Encode(texts, Length);
        new Rounds(scale)
            .Add("attngen", () => Tokenize())
            .Add("plain", () => plain.Encode(texts, Length))
            .Measure(sample, warmUp: 2, rounds: 9);
        new Rounds(scale)
            .Add("attngen batches made", () => batches.Epoch(0).Count())
            .Add("plain batches made", () => PlainBatches.Epoch(examples, seed: 1).Count())
            .Measure(sample, warmUp: 10, rounds: 50);
    }
}
