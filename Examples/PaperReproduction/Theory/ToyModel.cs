namespace PaperReproduction.Theory;

/// <summary>
/// The smallest model with Theorem 2's two kinds of parameters: <c>f(x) = v (w . x)</c>, where w, a sum over the width n, stands for Q and K, and v, a sum of order 1, for V.
/// w begins with variance 1/n and v with 1; both are updated by the sign of the gradient of (f - y)^2 / 2, as Adam does in its first steps.
/// </summary>
internal sealed class ToyModel
{
    private const double Target = 1;

    private readonly double[] input;
    private readonly double[] weights;
    private double value;

    public ToyModel(int width, int seed)
    {
        Random random = new(seed);
        input = [.. Enumerable.Range(0, width).Select(_ => Normal(random))];
        weights = [.. Enumerable.Range(0, width).Select(_ => Normal(random) / Math.Sqrt(width))];
        value = Normal(random);
    }

    /// <summary>An update, and the three parts of the output's change: by w alone, by v alone, and by both together.</summary>
    /// <param name="queryKeyRate">The rate of w.</param>
    /// <param name="valueRate">The rate of v.</param>
    public (double ByQueryKey, double ByValue, double ByBoth) Step(double queryKeyRate, double valueRate)
    {
        double score = Dot(weights, input);
        double error = (value * score) - Target;
        double valueChange = -valueRate * Math.Sign(error * score);
        double scoreChange = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double change = -queryKeyRate * Math.Sign(error * value * input[i]);
            weights[i] += change;
            scoreChange += change * input[i];
        }

        double before = value;
        value += valueChange;
        return (before * scoreChange, valueChange * score, valueChange * scoreChange);
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (one, other) => one * other).Sum();

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
