using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;

namespace AttnGen.Generators.Parsing;

/// <summary>Where a file states each option.</summary>
internal static class OptionOrigins
{
    public static IEnumerable<OriginModel> Of(StrategyFileModel file, FileStrategy strategy) => Values(strategy.Options)
        .Where(option => option.Value is not null && strategy.Places.ContainsKey(option.Name))
        .Select(option => new OriginModel(option.Name, option.Value!, file.OriginOf(strategy.Places[option.Name])));

    private static IEnumerable<(string Name, string? Value)> Values(FileOptions options)
    {
        yield return (NumberNames.LearningRate, Literal(options.LearningRate));
        yield return (NumberNames.WeightDecay, Literal(options.WeightDecay));
        yield return (NumberNames.Beta1, Literal(options.Beta1));
        yield return (NumberNames.Beta2, Literal(options.Beta2));
        yield return (NumberNames.Epsilon, Literal(options.Epsilon));
        yield return (NumberNames.MaxGradientNorm, Literal(options.IsUnclipped ? double.NaN : options.MaxGradientNorm));
        yield return (NumberNames.Seed, options.Seed?.ToString(CultureInfo.InvariantCulture));
        if (options.Schedule is { } schedule)
        {
            yield return (NumberNames.Schedule, Emission.Literal.Of(schedule.Kind));
            yield return (NumberNames.Of(NumberNames.Schedule, NumberNames.Total), schedule.Total.ToString(CultureInfo.InvariantCulture));
            yield return (NumberNames.Of(NumberNames.Schedule, NumberNames.WarmUp), schedule.WarmUp.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string? Literal(double? number) => number is { } value ? Emission.Literal.Of(value) : null;
}
