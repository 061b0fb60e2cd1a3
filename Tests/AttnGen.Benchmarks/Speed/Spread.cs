namespace AttnGen.Benchmarks.Speed;

/// <summary>The median of some numbers, with their quartiles.</summary>
internal sealed record Spread(double Median, double Lower, double Upper, int Count)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length > 0
            ? new Spread(At(sorted, 0.5), At(sorted, 0.25), At(sorted, 0.75), sorted.Length)
            : throw new ArgumentException("There is no median of nothing.", nameof(values));
    }

    private static double At(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
