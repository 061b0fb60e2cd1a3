using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>Steps on random batches, each by a seed of its own.</summary>
internal static class CheckedTask
{
    public static TuneStrategy<CheckedModel> Adapted { get; } = TuneStrategy<CheckedModel>.Create(strategy => strategy.Lora(rank: 4, alpha: 8).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4));

    public static List<float> Train(CheckedModel model, TuningSession tuning, CheckInputs inputs, int steps, int first = 0)
    {
        var losses = new List<float>();
        for (var step = first; step < first + steps; step++)
        {
            using var scope = NewDisposeScope();
            using var batch = inputs.Again((ulong)step);
            var loss = nn.functional.cross_entropy(model.call(batch.Normal(4, 6, CheckedModel.Width)), tensor(new long[] { 0, 1, 1, 0 }).to(inputs.Device));
            loss.backward();
            losses.Add(loss.item<float>());
            tuning.Step(loss);
        }

        return losses;
    }

    /// <summary>The trained parameters' bytes, by path.</summary>
    public static Dictionary<string, byte[]> Values(TuningSession tuning) =>
        tuning.Groups.SelectMany(group => group.TunedParameters).ToDictionary(tuned => tuned.Path, tuned => Expect.Bytes(tuned.Parameter), StringComparer.Ordinal);
}
