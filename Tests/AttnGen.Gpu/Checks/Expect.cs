using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Checks;

/// <summary>Compares what a device computed with what it should have.</summary>
internal static class Expect
{
    /// <summary>A tensor in fp64 on the CPU.</summary>
    public static Tensor Wide(Tensor tensor) => tensor.detach().to(ScalarType.Float64).cpu();

    /// <summary>The bytes of a tensor.</summary>
    public static byte[] Bytes(Tensor tensor)
    {
        using var flat = tensor.detach().cpu().contiguous();
        return flat.bytes.ToArray();
    }

    /// <summary>The relative error by the L2 norm; NaN is never near.</summary>
    public static void Near(Tensor exact, Tensor actual, double bound, string what, CheckInputs inputs)
    {
        if (!exact.shape.SequenceEqual(actual.shape))
        {
            throw new CheckException($"{what}: the shape is [{string.Join(", ", actual.shape)}] and should be [{string.Join(", ", exact.shape)}] (seed {inputs.Seed}).");
        }

        var error = Wide(actual).sub(exact).norm().item<double>() / exact.norm().item<double>();
        That(error <= bound, FormattableString.Invariant($"{what}: the relative error is {error:G3}, and {bound:G3} is allowed"), inputs);
    }

    public static void Near(double exact, double actual, double bound, string what, CheckInputs inputs) =>
        That(Math.Abs(actual - exact) <= bound * Math.Abs(exact), FormattableString.Invariant($"{what}: {actual:G9}, and it should be {exact:G9}"), inputs);

    public static void That(bool holds, string otherwise, CheckInputs inputs)
    {
        if (!holds)
        {
            throw new CheckException($"{otherwise} (seed {inputs.Seed}).");
        }
    }

    /// <summary>That an action throws, with words in its message.</summary>
    public static void Throws<T>(Action action, string words, CheckInputs inputs)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T problem)
        {
            That(problem.Message.Contains(words, StringComparison.Ordinal), $"The message does not name '{words}': {problem.Message}", inputs);
            return;
        }

        throw new CheckException($"Nothing was thrown where {typeof(T).Name} with '{words}' should be (seed {inputs.Seed}).");
    }
}
