using AttnGen.Benchmarks.Baselines;
using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Tokenization;
using AttnGen.Training;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>
/// An epoch of real texts by a model of MiniLM's shape, LoRA of rank 8 on Q and V: plain TorchSharp with shuffled batches of 16, each filled up to its longest,
/// and AttnGen's loop with a token budget that makes about as many steps. A few steps of each go before.
/// </summary>
/// <param name="name">The case's name.</param>
/// <param name="what">The texts, for the table.</param>
/// <param name="corpus">The texts.</param>
/// <param name="count">How many of them an epoch has.</param>
/// <param name="length">The most tokens of a text.</param>
/// <param name="budget">The most tokens of a batch of AttnGen's.</param>
/// <param name="bound">How many times faster it must be.</param>
internal sealed class TextEpoch(string name, string what, Corpus corpus, int count, int length, int budget, double bound) : ISpeedCase
{
    private const int WarmUp = 4;

    public string Name => name;

    public string Unit => "ms";

    public string? Missing => corpus.Missing;

    public bool KeepsMemory => true;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new($"epoch of {count:N0} {what}, fp32, token budget {budget:N0}, against TorchSharp's", Variants.Ours, Variants.Plain, SpeedDirection.TimesFaster, bound),
        new("the same in bf16, against TorchSharp's in fp32", Variants.OursHalf, Variants.Plain, SpeedDirection.TimesFaster, bound),
        new("the wait for batches in the fp32 epoch, a part of it", Wait(Variants.Ours), Variants.Ours, SpeedDirection.Share, 0.01),
        new("the wait for batches in the bf16 epoch, a part of it", Wait(Variants.OursHalf), Variants.OursHalf, SpeedDirection.Share, 0.01),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var texts = corpus.Take(scale == SpeedScale.Full ? count : 40);
        var configuration = Encoders.MiniLm(scale);
        var tokenizer = WordPieceTokenizer.FromFile(BenchmarkAssets.Tokenizer);
        var data = TextDataset.Tokenize(texts, text => new TextExample(tokenizer.Encode(text.Text, length).Ids, text.Label), classes: 2);
        var batches = new TextBatches(data, new BatchOptions { TokenBudget = budget, Seed = 1 });
        sample.Note(Variants.Ours, Shapes(batches.BatchesPerEpoch, batches.Epoch(0).Sum(batch => batch.Ids.numel())));
        var all = new Rounds(scale);
        foreach (var variant in Variants.HasHalf ? [Variants.Ours, Variants.OursHalf] : new[] { Variants.Ours })
        {
            var training = (TunedTraining)Variants.Begin(variant, configuration);
            training.Epoch(batches, WarmUp);
            all.Add(variant, () => sample.Add(Wait(variant), [training.Epoch(batches).WaitSeconds * 1000]));
        }

        IReadOnlyList<(int[] Ids, int Label)> examples = [.. data.Zip(texts, (example, text) => (example.Ids, text.Label))];
        sample.Note(Variants.Plain, Shapes(PlainBatches.Epoch(examples, seed: 1).Count(), PlainBatches.Epoch(examples, seed: 1).Sum(batch => batch.Ids.numel())));
        var plain = Variants.Begin(Variants.Plain, configuration);
        Train(plain, PlainBatches.Epoch(examples, seed: 2).Take(WarmUp));
        all.Add(Variants.Plain, () => Train(plain, PlainBatches.Epoch(examples, seed: 1)));
        all.Measure(sample, warmUp: 0, rounds: 1);
    }

    private static void Train(ITraining training, IEnumerable<(Tensor Ids, Tensor Mask, Tensor Labels)> batches)
    {
        foreach (var (ids, mask, labels) in batches)
        {
            training.Step(ids, mask, labels);
        }
    }

    private static string Wait(string variant) => $"{variant} wait";

    private static string Shapes(int steps, long tokens) => FormattableString.Invariant($"{steps} steps, {tokens} tokens with padding");
}
