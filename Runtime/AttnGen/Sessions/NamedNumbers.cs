using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>The numbers of strategies and options by name, each with the library's default.</summary>
internal static class NamedNumbers
{
    public static IEnumerable<NamedNumber> Of(TuningMethod method, IReadOnlyList<RoleDeclaration> roles, HeadDeclaration? head)
    {
        if (method is LowRankTuning lowRank && roles.Count > 0)
        {
            yield return new(NumberNames.Rank, (double)lowRank.Rank, 8.0);
            yield return new(NumberNames.Alpha, lowRank.Alpha, 8.0);
            yield return new(NumberNames.Dropout, lowRank.Dropout, 0.0);
        }

        foreach (var group in roles.Select(PlannedGroup.Of).Concat(head is null ? [] : [PlannedGroup.Of(head)]))
        {
            yield return new(NumberNames.Of(group.Name, NumberNames.LrScale), group.LrScale, 1.0);
            yield return new(NumberNames.Of(group.Name, NumberNames.WeightDecay), group.WeightDecay ?? double.NaN, double.NaN);
        }
    }

    public static IEnumerable<NamedNumber> Of(TuningOptions options)
    {
        var defaults = new TuningOptions();
        yield return new(NumberNames.LearningRate, options.LearningRate, defaults.LearningRate) { IsSmall = true };
        yield return new(NumberNames.WeightDecay, options.WeightDecay, defaults.WeightDecay);
        yield return new(NumberNames.Beta1, options.Beta1, defaults.Beta1);
        yield return new(NumberNames.Beta2, options.Beta2, defaults.Beta2);
        yield return new(NumberNames.Epsilon, options.Epsilon, defaults.Epsilon) { IsSmall = true };
        yield return new(NumberNames.MaxGradientNorm, options.MaxGradientNorm ?? double.NaN, defaults.MaxGradientNorm ?? double.NaN);
        yield return new(NumberNames.Seed, options.Seed is { } seed ? (object)seed : double.NaN, double.NaN);
        foreach (var number in Of(options.Schedule))
        {
            yield return number;
        }
    }

    private static IEnumerable<NamedNumber> Of(Schedule schedule)
    {
        (string Kind, long? Total, long? WarmUp) known = schedule switch
        {
            ConstantSchedule constant => ("constant", null, constant.Warmup),
            LinearSchedule linear => ("linear", linear.Total, linear.Warmup),
            CosineSchedule cosine => ("cosine", cosine.Total, cosine.Warmup),
            _ => (schedule.InvariantText, null, null),
        };
        yield return new(NumberNames.Schedule, known.Kind, "constant");
        yield return new(NumberNames.Of(NumberNames.Schedule, NumberNames.Total), known.Total ?? double.NaN, double.NaN);
        yield return new(NumberNames.Of(NumberNames.Schedule, NumberNames.WarmUp), known.WarmUp ?? 0.0, 0.0);
    }
}
