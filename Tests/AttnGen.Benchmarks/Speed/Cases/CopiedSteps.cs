using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Models.Bert;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>A whole step by a session's copies of its frozen weights, against the same without: how much they gain for their memory.</summary>
internal sealed class CopiedSteps : ISpeedCase
{
    private static readonly Step[] Steps =
    [
        new("minilm fp32", "MiniLM's shape, fp32 (42 MB)", Encoders.MiniLm, Precision.Float32),
        new("minilm bf16", "MiniLM's shape, bf16 (42 MB)", Encoders.MiniLm, Precision.BFloat16),
        new("roberta bf16", "RoBERTa-base's shape, bf16 (340 MB, more than a session takes unasked)", Encoders.RobertaBase, Precision.BFloat16),
    ];

    public string Name => "copied-steps";

    public string Unit => "ms";

    public bool KeepsMemory => true;

    public IReadOnlyList<SpeedTarget> Targets { get; } =
        [.. Steps.Select(step => new SpeedTarget($"whole step by copies of the frozen weights, {step.Text}, against without", step.Copied, step.Bare, SpeedDirection.TimesFaster, null))];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var all = new Rounds(scale);
        foreach (var step in Steps.Where(step => step.Precision == Precision.Float32 || Variants.HasHalf))
        {
            var configuration = step.Configuration(scale);
            var batch = RandomBatch.Of(configuration, scale);
            foreach (var (variant, bytes) in new[] { (step.Copied, long.MaxValue), (step.Bare, 0) })
            {
                var training = new TunedTraining(new TunedClassifier(configuration), TunedTraining.Strategy(Matrix.Q | Matrix.V), step.Precision, bytes);
                all.Add(variant, () => batch.TrainOn(training));
            }
        }

        all.Measure(sample, warmUp: 1, rounds: 7);
    }

    private sealed record Step(string Name, string Text, Func<SpeedScale, BertConfiguration> Configuration, Precision Precision)
    {
        public string Copied => $"{Name} copied";

        public string Bare => $"{Name} bare";
    }
}
