using AttnGen.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>A session's life on the device: run states, adapters on disk, precision.</summary>
internal static class SessionChecks
{
    private static readonly TuningOptions Options = new() { LearningRate = 1e-2, Seed = 5, Schedule = Schedule.Linear(20, 3) };

    public static IEnumerable<Check> All()
    {
        foreach (var precision in Enum.GetValues<Precision>())
        {
            var type = precision == Precision.Float32 ? "fp32" : "bf16";
            yield return new Check($"ten steps are five saved and five loaded, bit for bit, {type}", inputs => Resume(inputs, precision));
            yield return new Check($"a reloaded adapter computes the same, bit for bit, {type}", inputs => Reload(inputs, precision));
        }

        yield return new Check("bf16 learns as fp32 does, and keeps what is trained in fp32", Precisions);
    }

    private static void Resume(CheckInputs inputs, Precision precision)
    {
        using var directory = new OwnDirectory();
        var state = Path.Combine(directory.Path, "state.safetensors");
        var whole = Run(0, 10);
        _ = Run(0, 5, end: session => session.SaveState(state));
        var resumed = Run(5, 5, begin: session => session.LoadState(state));
        foreach (var (path, bytes) in whole)
        {
            Expect.That(bytes.AsSpan().SequenceEqual(resumed[path]), $"{path} differs after the run was resumed", inputs);
        }

        Dictionary<string, byte[]> Run(int first, int steps, Action<TuningSession>? begin = null, Action<TuningSession>? end = null)
        {
            using var numbers = inputs.Again();
            using var model = CheckedModel.On(numbers);
            using var session = model.BeginTuning(CheckedTask.Adapted, Options with { Precision = precision });
            begin?.Invoke(session);
            CheckedTask.Train(model, session, inputs, steps, first);
            end?.Invoke(session);
            return CheckedTask.Values(session);
        }
    }

    private static void Reload(CheckInputs inputs, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var directory = new OwnDirectory();
        var options = Options with { Precision = precision };
        var input = inputs.Normal(3, 5, CheckedModel.Width);
        Tensor expected;
        using (var numbers = inputs.Again())
        using (var model = CheckedModel.On(numbers))
        using (var session = model.BeginTuning(CheckedTask.Adapted, options))
        {
            CheckedTask.Train(model, session, inputs, 5);
            session.SaveAdapter(directory.Path);
            using var _ = no_grad();
            expected = model.call(input).detach();
        }

        using var again = inputs.Again();
        using var fresh = CheckedModel.On(again);
        // A session that trains nothing further rounds the frozen matrices as the first one did.
        using (fresh.BeginTuning(CheckedTask.Adapted, options))
        {
        }

        fresh.RemoveAdapter();
        fresh.LoadAdapter(directory.Path);
        using var evaluation = no_grad();
        Expect.That(Expect.Bytes(expected).AsSpan().SequenceEqual(Expect.Bytes(fresh.call(input))), "The output of the reloaded adapter differs", inputs);
    }

    private static void Precisions(CheckInputs inputs)
    {
        var (single, half) = (Losses(Precision.Float32), Losses(Precision.BFloat16));
        foreach (var (one, other) in single.Zip(half))
        {
            Expect.That(Math.Abs(one - other) < 0.05 * Math.Max(1, one), FormattableString.Invariant($"The loss is {other} in bf16, and {one} in fp32"), inputs);
        }

        Expect.That(!single.SequenceEqual(half), "bf16 computes what fp32 does, so that nothing was rounded", inputs);

        List<float> Losses(Precision precision)
        {
            using var numbers = inputs.Again();
            using var model = CheckedModel.On(numbers);
            using var session = model.BeginTuning(CheckedTask.Adapted, Options with { Precision = precision, LearningRate = 1e-3 });
            var losses = CheckedTask.Train(model, session, inputs, 8);
            var frozen = precision == Precision.Float32 ? ScalarType.Float32 : ScalarType.BFloat16;
            foreach (var name in new[] { "query", "key", "value", "dense" })
            {
                var weight = model.get_parameter($"{name}.weight")!;
                Expect.That(weight.dtype == frozen && weight.device_type == inputs.Device.type, $"{name}.weight is {weight.dtype} on {weight.device}", inputs);
            }

            foreach (var tuned in session.Groups.SelectMany(group => group.TunedParameters))
            {
                Expect.That(
                    tuned.Parameter.dtype == ScalarType.Float32 && tuned.Parameter.device_type == inputs.Device.type, $"{tuned.Path} is {tuned.Parameter.dtype} on {tuned.Parameter.device}", inputs);
            }

            return losses;
        }
    }
}
