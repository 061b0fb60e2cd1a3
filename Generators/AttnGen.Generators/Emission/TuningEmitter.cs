using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes a class's strategy as a value, its typed groups, and the session's beginning.</summary>
internal static class TuningEmitter
{
    public static void Emit(SourceWriter source, TypeModel type, StrategyModel strategy)
    {
        var strategyType = $"global::AttnGen.TuneStrategy<{type.Reference}>";
        source.Lines("// Tuning: what the attributes declare, as a value and as a session with a property for each group.").Blank();

        source.Lines($"/// <summary>What the attributes declare: {Summary(strategy)}.</summary>");
        Refusal(source, strategy);
        source.Lines(ModuleEmitter.GeneratedCode);
        if (strategy.Error is { } error)
        {
            source.Lines($"public static {strategyType} DefaultStrategy => throw new global::AttnGen.TuningException({Literal.Of(error)});").Blank();
        }
        else
        {
            source.Lines($"public static {strategyType} DefaultStrategy {{ get; }} = {strategyType}.Create(static strategy => strategy");
            source.Lines(string.Join("\n", Calls(strategy).Select(call => "    " + call)) + ");").Blank();
        }

        source.Lines("""
            /// <summary>Begins a session of the default strategy. Dispose it before the next one.</summary>
            /// <param name="options">Learning rate, schedule and the like; the defaults for null.</param>
            /// <exception cref="global::AttnGen.TuningException">The model does not fit the strategy, or has a session already; it is left as it was.</exception>
            """);
        Refusal(source, strategy);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines("public global::AttnGen.TuningSession<ModelGroups> BeginTuning(global::AttnGen.TuningOptions? options = null) =>");
        source.Lines(strategy.Error is { } reason
            ? $"    throw new global::AttnGen.TuningException({Literal.Of(reason)});"
            : "    global::AttnGen.TuningSession.Begin(this, DefaultStrategy, options, static groups => new ModelGroups(groups));").Blank();

        source.Lines("/// <summary>The groups of the default strategy.</summary>").Lines(ModuleEmitter.GeneratedCode);
        source.Block("public sealed class ModelGroups : global::AttnGen.CompilerServices.TypedGroups", () =>
        {
            source.Block("internal ModelGroups(global::AttnGen.TuningGroups groups)\n    : base(groups)", () => { });
            if (strategy.Error is not null)
            {
                return;
            }

            foreach (var role in strategy.Roles)
            {
                source.Blank();
                source.Lines($"/// <summary>The {role.Matrix.Word().ToLowerInvariant()} projections.</summary>");
                source.Lines($"public global::AttnGen.TuningGroup {role.Matrix.Word()} => this[{role.Matrix.Literal()}];");
            }

            if (strategy.Head is not null)
            {
                source.Blank();
                source.Lines("/// <summary>The head.</summary>");
                source.Lines("public global::AttnGen.TuningGroup Head => HeadGroup;");
            }
        });
    }

    /// <summary>An invalid strategy does not compile where it is used, also where analyzers are off.</summary>
    private static void Refusal(SourceWriter source, StrategyModel strategy)
    {
        if (strategy.Error is { } error)
        {
            source.Lines($"[global::System.Obsolete({Literal.Of(error)}, error: true)]");
        }
    }

    private static string Summary(StrategyModel strategy)
    {
        if (strategy.Error is not null)
        {
            return "a strategy that cannot be honoured";
        }

        var parts = strategy.Roles.Select(role => $"{role.Matrix} at {Rate(role.LrScale)}").ToList();
        if (strategy.Head is { } head)
        {
            parts.Add($"the head at {Rate(head.LrScale)}");
        }

        return (strategy.Roles.Count == 0 ? "" : strategy.Method.Describe() + " of ") + string.Join(", ", parts);
    }

    private static string Rate(double lrScale) => lrScale == 1 ? "the base rate" : FormattableString.Invariant($"{lrScale} times the base rate");

    private static IEnumerable<string> Calls(StrategyModel strategy)
    {
        if (strategy is { Method: LoraMethodModel lora, Roles.Count: > 0 })
        {
            var alpha = lora.Alpha == 8 ? "" : $", alpha: {Literal.Of(lora.Alpha)}";
            var dropout = lora.Dropout == 0 ? "" : $", dropout: {Literal.Of(lora.Dropout)}";
            yield return $".Lora(rank: {Literal.Of(lora.Rank)}{alpha}{dropout})";
        }

        foreach (var role in strategy.Roles)
        {
            yield return $".Tune({role.Matrix.Literal()}{Numbers(role.LrScale, role.WeightDecay, ", ")})";
        }

        if (strategy.Head is { } head)
        {
            yield return $".Head({Numbers(head.LrScale, head.WeightDecay, "")})";
        }
    }

    private static string Numbers(double lrScale, double weightDecay, string separator)
    {
        var numbers = new[]
        {
            lrScale == 1 ? null : $"lrScale: {Literal.Of(lrScale)}",
            double.IsNaN(weightDecay) ? null : $"weightDecay: {Literal.Of(weightDecay)}",
        }.Where(number => number is not null).ToList();
        return numbers.Count == 0 ? "" : separator + string.Join(", ", numbers);
    }
}
