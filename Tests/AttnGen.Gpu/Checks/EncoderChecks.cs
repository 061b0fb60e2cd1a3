using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>A whole encoder with padding: its loss and its adapters' gradients are those of the same encoder in fp64 on the CPU.</summary>
internal static class EncoderChecks
{
    public static IEnumerable<Check> All()
    {
        yield return new Check("BERT with adapters and padding, fp32 against fp64 on the CPU", inputs => Compare(inputs, Precision.Float32, 1e-4, 1e-4));
        yield return new Check("BERT with adapters and padding, bf16 against fp64 on the CPU", inputs => Compare(inputs, Precision.BFloat16, 5e-2, 0.15));
    }

    private static void Compare(CheckInputs inputs, Precision precision, double lossBound, double gradientBound)
    {
        using var scope = NewDisposeScope();
        var configuration = Encoders.MiniLm(SpeedScale.Tiny);
        var batch = RandomBatch.Of(configuration, size: 3, length: 16);
        batch.Mask[1, TensorIndex.Slice(9)] = 0;

        var (loss, gradients) = Run(inputs.Device, ScalarType.Float32, precision);
        var (exactLoss, exactGradients) = Run(CPU, ScalarType.Float64, Precision.Float32);
        Expect.Near(exactLoss, loss, lossBound, "the loss", inputs);
        foreach (var (path, exact) in exactGradients)
        {
            Expect.Near(exact, gradients[path], gradientBound, $"the gradient of {path}", inputs);
        }

        (double Loss, Dictionary<string, Tensor> Gradients) Run(Device device, ScalarType type, Precision half)
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
                    trained[path].copy_(numbers.Normal(trained[path].shape).mul(0.2));
                }
            }

            var loss = nn.functional.cross_entropy(model.call(batch.Ids.to(device), batch.Mask.to(device)), batch.Labels.to(device));
            loss.backward();
            return (Expect.Wide(loss).item<double>(), trained.ToDictionary(entry => entry.Key, entry => Expect.Wide(entry.Value.grad!).clone(), StringComparer.Ordinal));
        }
    }
}
