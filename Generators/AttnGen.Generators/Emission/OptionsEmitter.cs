using System;
using System.Collections.Generic;
using System.Globalization;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;

namespace AttnGen.Generators.Emission;

/// <summary>Writes the options that a strategy file states.</summary>
internal static class OptionsEmitter
{
    public static void Emit(SourceWriter source, FileOptions options, EquatableArray<OriginModel> origins, string access, string file)
    {
        source.Lines($"/// <summary>The options that {file} states, with the defaults for the others.</summary>").Lines(ModuleEmitter.GeneratedCode);
        source.Block($"{access} static global::AttnGen.TuningOptions Options {{ get; }} = new global::AttnGen.TuningOptions", () =>
        {
            foreach (var assignment in Assignments(options))
            {
                source.Lines(assignment + ",");
            }
        });
        // Where they are stated, for Explain().
        source.Lines($".WithOrigins(new {OriginsEmitter.Type}()").Lines(OriginsEmitter.Entries(origins) + ");").Blank();
    }

    private static IEnumerable<string> Assignments(FileOptions options)
    {
        (string Name, double? Value)[] numbers =
        [
            ("LearningRate", options.LearningRate), ("WeightDecay", options.WeightDecay), ("Beta1", options.Beta1), ("Beta2", options.Beta2), ("Epsilon", options.Epsilon),
            ("MaxGradientNorm", options.MaxGradientNorm),
        ];
        foreach (var (name, value) in numbers)
        {
            if (value is { } number)
            {
                yield return $"{name} = {Literal.Of(number)}";
            }
        }

        if (options.IsUnclipped)
        {
            yield return "MaxGradientNorm = null";
        }

        if (options.Seed is { } seed)
        {
            yield return $"Seed = {seed.ToString(CultureInfo.InvariantCulture)}";
        }

        if (options.Schedule is { } schedule)
        {
            var warmUp = schedule.WarmUp.ToString(CultureInfo.InvariantCulture);
            yield return schedule.Kind == "constant"
                ? $"Schedule = global::AttnGen.Schedule.Constant(warmup: {warmUp})"
                : FormattableString.Invariant($"Schedule = global::AttnGen.Schedule.{(schedule.Kind == "linear" ? "Linear" : "Cosine")}(total: {schedule.Total}, warmup: {warmUp})");
        }
    }
}
