using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary><c>Project</c> by strategy and precision, without dropout and DoRA, and <c>Apply</c>: values and gradients.</summary>
internal static class ProjectionChecks
{
    public static IEnumerable<Check> All()
    {
        foreach (var (precision, type) in new[] { (Precision.Float32, ScalarType.Float32), (Precision.BFloat16, ScalarType.BFloat16), (Precision.BFloat16, ScalarType.Float32) })
        {
            var types = precision == Precision.Float32 ? "fp32" : type == ScalarType.BFloat16 ? "bf16" : "bf16 matrices, fp32 states";
            foreach (var form in ProjectionForm.All)
            {
                yield return new Check($"Project, {form.Name}, {types}", inputs => Project(inputs, form, precision, type));
            }

            yield return new Check($"Apply, {types}", inputs => Apply(inputs, precision, type));
        }
    }

    private static double Bound(Precision precision) => precision == Precision.Float32 ? 1e-5 : 2e-2;

    private static void Project(CheckInputs inputs, ProjectionForm form, Precision precision, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var model = CheckedModel.On(inputs);
        using var session = Begin(model, form.Strategy, precision);
        var trained = session?.Groups.SelectMany(group => group.TunedParameters).ToDictionary(tuned => tuned.Path, tuned => (Tensor)tuned.Parameter, StringComparer.Ordinal) ?? [];
        using (no_grad())
        {
            // At the zeros that B begins with A has no gradient.
            foreach (var (path, parameter) in trained.Where(entry => entry.Key.Contains("lora_B", StringComparison.Ordinal)))
            {
                parameter.copy_(inputs.Normal(parameter.shape));
            }
        }

        var input = inputs.Normal(2, 9, CheckedModel.Width).to(type).requires_grad_();
        var output = model.Projected(input);
        Expect.That(output.dtype == type && output.device_type == inputs.Device.type, $"The output is {output.dtype} on {output.device}", inputs);
        var upstream = inputs.Normal(output.shape).to(type);
        output.backward([upstream]);

        var (x, y, g) = (Rows(input), Rows(output), Rows(upstream));
        using Scalar one = 1;
        var back = zeros_like(x);
        foreach (var (name, place) in new[] { ("query", 0), ("key", 1), ("value", 2) })
        {
            Tensor Part(Tensor whole) => whole.narrow(1, place * CheckedModel.Width, CheckedModel.Width);
            void Near(Tensor exact, Tensor actual, string what) => Expect.Near(exact, actual, Bound(precision), $"{what} of {name}", inputs);

            var (weight, bias) = (model.get_parameter($"{name}.weight")!, model.get_parameter($"{name}.bias")!);
            var isAdapted = trained.TryGetValue($"{name}.lora_A.weight", out var down);
            var formula = new ProjectionFormula(
                Expect.Wide(weight), Expect.Wide(bias), isAdapted ? (Expect.Wide(down!), Expect.Wide(trained[$"{name}.lora_B.weight"]), ProjectionForm.Scale) : null);
            Near(formula.Output(x), Part(y), "the output");
            back.add_(formula.InputGradient(Part(g)), one);
            if (isAdapted)
            {
                var gradients = formula.AdapterGradients(x, Part(g));
                Near(gradients.Down, down!.grad!, "the gradient of A");
                Near(gradients.Up, trained[$"{name}.lora_B.weight"].grad!, "the gradient of B");
            }

            if (trained.ContainsKey($"{name}.weight"))
            {
                var gradients = ProjectionFormula.FullGradients(x, Part(g));
                Near(gradients.Weight, weight.grad!, "the gradient of the weight");
                Near(gradients.Bias, bias.grad!, "the gradient of the bias");
            }
            else
            {
                Expect.That(weight.grad is null && bias.grad is null, $"The frozen {name} has a gradient", inputs);
            }
        }

        Expect.Near(back, Rows(input.grad!), Bound(precision), "the gradient of the input", inputs);
    }

    private static void Apply(CheckInputs inputs, Precision precision, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var model = CheckedModel.On(inputs);
        using var session = Begin(model, CheckedTask.Adapted, precision);
        var input = inputs.Normal(3, 7, CheckedModel.Width).to(type).requires_grad_();
        var output = model.Widened(input);
        Expect.That(output.dtype == type, $"The output is {output.dtype}", inputs);
        var upstream = inputs.Normal(output.shape).to(type);
        output.backward([upstream]);
        var formula = new ProjectionFormula(Expect.Wide(model.get_parameter("dense.weight")!), Expect.Wide(model.get_parameter("dense.bias")!), null);
        Expect.Near(formula.Output(Rows(input)), Rows(output), Bound(precision), "the output", inputs);
        Expect.Near(formula.InputGradient(Rows(upstream)), Rows(input.grad!), Bound(precision), "the gradient of the input", inputs);
    }

    /// <summary>A session; without a strategy the model is frozen, in the precision that a session would give it.</summary>
    private static TuningSession? Begin(CheckedModel model, TuneStrategy<CheckedModel>? strategy, Precision precision)
    {
        if (strategy is not null)
        {
            return model.BeginTuning(strategy, new TuningOptions { Precision = precision, Seed = 1 });
        }

        if (precision == Precision.BFloat16)
        {
            model.to(ScalarType.BFloat16);
        }

        foreach (var parameter in model.parameters())
        {
            parameter.requires_grad = false;
        }

        return null;
    }

    private static Tensor Rows(Tensor tensor) => Expect.Wide(tensor).reshape(-1, tensor.shape[^1]);
}
