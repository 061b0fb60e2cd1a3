using AttnGen.Optimization.Kernels;

namespace AttnGen.Tests.Kernels;

/// <summary>AdamW after Loshchilov and Hutter 2019, algorithm 2, number by number in fp64.</summary>
internal sealed class AdamWFormula(double[] parameters)
{
    private readonly double[] first = new double[parameters.Length];
    private readonly double[] second = new double[parameters.Length];
    private int step;

    public double[] Parameters { get; } = [.. parameters];

    public void Update(ReadOnlySpan<double> gradients, in AdamWSettings settings)
    {
        step++;
        for (var i = 0; i < Parameters.Length; i++)
        {
            var gradient = settings.GradientScale * gradients[i];
            first[i] = (settings.Beta1 * first[i]) + ((1 - settings.Beta1) * gradient);
            second[i] = (settings.Beta2 * second[i]) + ((1 - settings.Beta2) * gradient * gradient);
            var (mean, variance) = (first[i] / (1 - Math.Pow(settings.Beta1, step)), second[i] / (1 - Math.Pow(settings.Beta2, step)));
            Parameters[i] -= (settings.LearningRate * settings.WeightDecay * Parameters[i])
                + (settings.LearningRate * mean / (Math.Sqrt(variance) + settings.Epsilon));
        }
    }
}
