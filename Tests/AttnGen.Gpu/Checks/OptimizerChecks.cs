using AttnGen.Optimization.Kernels;
using AttnGen.Tests.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>The update of each kernel against AdamW's formula in double, with clipping, decay and a rate for each group; and the finite check.</summary>
internal static class OptimizerChecks
{
    private static readonly TuneStrategy<CheckedModel> Full = TuneStrategy<CheckedModel>.Create(strategy => strategy.Full().Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4));

    private static readonly TuningOptions Options = new() { LearningRate = 1e-2, WeightDecay = 0.1, MaxGradientNorm = 1 };

    public static IEnumerable<Check> All()
    {
        foreach (var kernel in new[] { OptimizerKernel.Automatic, OptimizerKernel.Fused, OptimizerKernel.Managed })
        {
            yield return new Check($"AdamW with clipping, kernel {kernel.ToString().ToLowerInvariant()}", inputs => Update(inputs, kernel));
        }

        yield return new Check("NaN in a gradient, and an infinite loss, are refused", Refusals);
        yield return new Check("gradients whose squares overflow are finite", Overflow);
    }

    private static void Update(CheckInputs inputs, OptimizerKernel kernel)
    {
        using var scope = NewDisposeScope();
        using var model = CheckedModel.On(inputs);
        using var session = model.BeginTuning(Full, Options with { Kernel = kernel });
        var trained = session.Groups.SelectMany(group => group.TunedParameters.Select(tuned => (Group: group, Tuned: tuned, Start: Numbers(tuned.Parameter)))).ToList();
        var formulas = trained.Select(entry => new AdamWFormula(entry.Start)).ToList();
        // Above the largest norm and below it.
        foreach (var scale in new[] { 1e-1, 1e-4, 1, 1e-5, 1e-2 })
        {
            var gradients = trained.Select(entry => inputs.Normal(entry.Tuned.Parameter.shape, scale)).ToList();
            Descend(trained.Select(entry => entry.Tuned), gradients);
            var wide = gradients.Select(Numbers).ToList();
            var norm = Math.Sqrt(wide.Sum(each => each.Sum(value => value * value)));
            session.Step();
            Expect.Near(norm, session.LastGradientNorm, 1e-5, "the norm of the gradients", inputs);
            var clip = norm > Options.MaxGradientNorm!.Value ? Options.MaxGradientNorm.Value / (norm + 1e-6) : 1;
            for (var i = 0; i < trained.Count; i++)
            {
                var (group, tuned, _) = trained[i];
                formulas[i].Update(wide[i], new AdamWSettings(group.BaseLearningRate, Options.Beta1, Options.Beta2, Options.Epsilon, tuned.IsDecayed ? group.WeightDecay : 0, clip));
            }
        }

        for (var i = 0; i < trained.Count; i++)
        {
            var (_, tuned, start) = trained[i];
            Tensor Change(double[] now) => tensor(now).sub(tensor(start));
            Expect.Near(Change(formulas[i].Parameters), Change(Numbers(tuned.Parameter)), 1e-4, $"what five updates changed in {tuned.Path}", inputs);
        }
    }

    private static void Refusals(CheckInputs inputs)
    {
        using var scope = NewDisposeScope();
        using var model = CheckedModel.On(inputs);
        using var session = model.BeginTuning(Full, Options);
        var trained = session.Groups.SelectMany(group => group.TunedParameters).ToList();
        var before = CheckedTask.Values(session);
        var gradients = trained.Select(tuned => inputs.Normal(tuned.Parameter.shape)).ToList();
        gradients[trained.FindIndex(tuned => tuned.Path == "value.weight")][3, 5] = double.NaN;
        Descend(trained, gradients);
        Expect.Throws<NonFiniteException>(session.Step, "value.weight", inputs);
        Expect.That(trained.TrueForAll(tuned => tuned.Parameter.grad is not { } gradient || gradient.abs().max().item<float>() == 0), "Gradients were left after the refusal", inputs);
        Expect.Throws<NonFiniteException>(() => session.Step(tensor(float.PositiveInfinity).to(inputs.Device)), "The loss", inputs);
        Expect.That(CheckedTask.Values(session).All(entry => entry.Value.AsSpan().SequenceEqual(before[entry.Key])), "A parameter was updated", inputs);
    }

    private static void Overflow(CheckInputs inputs)
    {
        using var scope = NewDisposeScope();
        using var model = CheckedModel.On(inputs);
        using var session = model.BeginTuning(Full, Options);
        var trained = session.Groups.SelectMany(group => group.TunedParameters).ToList();
        var gradients = trained.Select(tuned => inputs.Normal(tuned.Parameter.shape, 1e25)).ToList();
        Descend(trained, gradients);
        session.Step();
        Expect.Near(Math.Sqrt(gradients.Sum(each => Numbers(each).Sum(value => value * value))), session.LastGradientNorm, 1e-5, "the norm of the gradients", inputs);
        Expect.That(trained.TrueForAll(tuned => tuned.Parameter.isfinite().all().item<bool>()), "A parameter is not finite", inputs);
    }

    /// <summary>A backward pass whose gradients are given ones.</summary>
    private static void Descend(IEnumerable<TunedParameter> parameters, List<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        stack(parameters.Zip(gradients, (tuned, gradient) => tuned.Parameter.mul(gradient).sum())).sum().backward();
    }

    private static double[] Numbers(Tensor tensor)
    {
        using var wide = Expect.Wide(tensor).contiguous();
        return wide.data<double>().ToArray();
    }
}
