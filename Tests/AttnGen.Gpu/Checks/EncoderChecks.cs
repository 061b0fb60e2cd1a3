using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>
/// A whole encoder with padding: its logits and the gradients of each group are those of the same encoder in fp64 on the CPU. The gradient of the logits is a given one, and a group is
/// judged as a whole: that of a loss on a few texts, or of a single matrix, now and then all but cancels, and of what is left in bf16 nothing can be said.
/// </summary>
internal static class EncoderChecks
{
    public static IEnumerable<Check> All()
    {
        yield return new Check("BERT with adapters and padding, fp32 against fp64 on the CPU", inputs => Compare(inputs, Precision.Float32, 1e-4));
        yield return new Check("BERT with adapters and padding, bf16 against fp64 on the CPU", inputs => Compare(inputs, Precision.BFloat16, 0.1));
    }

    private static void Compare(CheckInputs inputs, Precision precision, double bound)
    {
        using var scope = NewDisposeScope();
        var configuration = Encoders.MiniLm(SpeedScale.Tiny);
        var batch = RandomBatch.Of(configuration, size: 3, length: 16);
        batch.Mask[1, TensorIndex.Slice(9)] = 0;

        var (logits, gradients) = Run(inputs.Device, ScalarType.Float32, precision);
        var (exactLogits, exactGradients) = Run(CPU, ScalarType.Float64, Precision.Float32);
        Expect.Near(exactLogits, logits, bound, "the logits", inputs);
        foreach (var (group, exact) in exactGradients)
        {
            Expect.Near(exact, gradients[group], bound, $"the gradients of the group '{group}'", inputs);
        }

        (Tensor Logits, Dictionary<string, Tensor> Gradients) Run(Device device, ScalarType type, Precision half)
        {
            using var numbers = inputs.Again();
            using var model = new TunedClassifier(configuration);
            model.to(type).to(device);
            CheckedParameters.Fill(model, numbers, 0.2);
            using var session = model.BeginTuning(
                TuneStrategy<TunedClassifier>.Create(strategy => strategy.Lora(rank: 4, alpha: 4).Tune(Matrix.Q).Tune(Matrix.V)), new TuningOptions { Precision = half, Seed = 1 });
            var trained = session.Groups.SelectMany(group => group.TunedParameters).ToDictionary(tuned => tuned.Path, tuned => tuned.Parameter, StringComparer.Ordinal);
            using (no_grad())
            {
                foreach (var path in trained.Keys.Order(StringComparer.Ordinal).Where(path => path.Contains("lora_", StringComparison.Ordinal)))
                {
                    trained[path].copy_(numbers.Normal(trained[path].shape, 0.2));
                }
            }

            var logits = model.call(batch.Ids.to(device), batch.Mask.to(device));
            logits.backward([numbers.Normal(logits.shape).to(type).to(device)]);
            return (Expect.Wide(logits).clone(), session.Groups.ToDictionary(
                group => group.Name, group => cat([.. group.TunedParameters.Select(tuned => Expect.Wide(tuned.Parameter.grad!).flatten())]), StringComparer.Ordinal));
        }
    }
}
