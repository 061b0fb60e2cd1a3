using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>Gives a model a check's own numbers in place of those that TorchSharp's default generator drew.</summary>
internal static class CheckedParameters
{
    private const double Bias = 0.1;

    /// <summary>Fills every parameter: matrices about 0, norms about 1, biases about 0.</summary>
    /// <param name="model">The model, on any device and of any element type.</param>
    /// <param name="inputs">The numbers.</param>
    /// <param name="deviation">The standard deviation of the matrices' elements.</param>
    public static void Fill(nn.Module model, CheckInputs inputs, double deviation)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using Scalar wide = deviation, narrow = Bias, one = 1;
        foreach (var (name, parameter) in model.named_parameters())
        {
            var numbers = inputs.Normal(parameter.shape);
            parameter.copy_(
                parameter.dim() == 2 ? numbers.mul_(wide) : name.EndsWith("norm.weight", StringComparison.OrdinalIgnoreCase) ? numbers.mul_(narrow).add_(one, one) : numbers.mul_(narrow));
        }
    }
}
