namespace PaperReproduction.Theory;

/// <summary>
/// Theorem 2 on the toy model: how each part of the output's change grows with the width, under the paper's scaling of the rates and under others. A part that is of order n^g shows
/// as the slope g of a line through the logarithms.
/// </summary>
internal static class WidthExperiment
{
    private const int Steps = 4;
    private const int Models = 200;

    /// <summary>The rates at a width of 1, small enough that the first steps do not overshoot.</summary>
    private const double Base = 0.1;

    public static IReadOnlyList<int> Widths { get; } = [64, 128, 256, 512, 1024, 2048, 4096];

    /// <summary>The scalings by the powers of the width: of Q and K, and of V.</summary>
    public static IReadOnlyList<(string Name, double QueryKey, double Value)> Scalings { get; } =
    [
        ("the paper's: 1/n and 1", -1, 0),
        ("both 1/n", -1, -1),
        ("both 1/sqrt(n)", -0.5, -0.5),
        ("both 1", 0, 0),
        ("1 and 1/n", 0, -1),
    ];

    public static IReadOnlyList<ScalingResult> Run() => [.. Scalings.Select(scaling => Run(scaling.Name, scaling.QueryKey, scaling.Value))];

    private static ScalingResult Run(string name, double queryKey, double value)
    {
        List<double[]> parts = [.. Widths.Select(width => Parts(width, Base * Math.Pow(width, queryKey), Base * Math.Pow(width, value)))];
        return new ScalingResult(name, parts, [.. Enumerable.Range(0, 3).Select(part => Slope([.. parts.Select(each => each[part])]))]);
    }

    /// <summary>The median size of each part over many models, in the last of a few steps: the theorem speaks of all after the first.</summary>
    private static double[] Parts(int width, double queryKeyRate, double valueRate)
    {
        List<(double, double, double)> changes = [];
        for (int seed = 0; seed < Models; seed++)
        {
            ToyModel model = new(width, seed);
            (double, double, double) change = default;
            for (int step = 0; step < Steps; step++)
            {
                change = model.Step(queryKeyRate, valueRate);
            }

            changes.Add(change);
        }

        return [Median(changes.Select(change => change.Item1)), Median(changes.Select(change => change.Item2)), Median(changes.Select(change => change.Item3))];
    }

    private static double Median(IEnumerable<double> values) => values.Select(Math.Abs).Order().ElementAt(Models / 2);

    private static double Slope(IReadOnlyList<double> sizes)
    {
        double[] xs = [.. Widths.Select(width => Math.Log(width))];
        double[] ys = [.. sizes.Select(size => Math.Log(size))];
        (double x, double y) = (xs.Average(), ys.Average());
        return xs.Zip(ys, (one, other) => (one - x) * (other - y)).Sum() / xs.Sum(one => (one - x) * (one - x));
    }
}
