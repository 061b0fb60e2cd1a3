using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes the generated part of a class that declares a strategy: the value, its numbers, the typed groups, and the session's beginning.</summary>
internal static class StrategyTypeEmitter
{
    public static string Emit(StrategyTypeModel type) =>
        PlaceEmitter.Emit(type.Place, source => Head(source, type), "", source => Members(source, type, $"global::AttnGen.TuneStrategy<{type.Model}>"));

    /// <summary>The part of a class that somebody wrote has its own documentation.</summary>
    private static void Head(SourceWriter source, StrategyTypeModel type)
    {
        if (type.Source is { } file)
        {
            source.Lines($"/// <summary>The strategy {type.Place.Name} of {file}.</summary>").Lines(ModuleEmitter.GeneratedCode);
        }
    }

    private static void Members(SourceWriter source, StrategyTypeModel type, string strategyType)
    {
        var strategy = type.Strategy;
        source.Lines("// The strategy, as a value and as a session with a property for each group.").Blank();
        source.Lines($"/// <summary>What {type.Source ?? "the attributes"} declare{(type.Source is null ? "" : "s")}: {StrategyText.Summary(strategy)}.</summary>");
        StrategyText.Refusal(source, strategy);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines($"{type.Access} static Numbers Value => Numbers.Declared;").Blank();

        if (type is { Options: { } options, Source: { } file })
        {
            OptionsEmitter.Emit(source, options, type.OptionOrigins, type.Access, file);
        }

        Begin(source, type, $"{type.Model} model, global::AttnGen.TuningOptions? options = null", "Begins a session of this strategy. Dispose it before the next one.", numbers: false);
        Begin(source, type, $"{type.Model} model, Numbers numbers, global::AttnGen.TuningOptions? options = null", "Begins a session of this strategy with other numbers.", numbers: true);
        NumbersOf(source, type, strategyType);
        source.Blank();
        GroupsEmitter.Emit(source, strategy, type.Access, "The groups of the strategy.");
    }

    private static void Begin(SourceWriter source, StrategyTypeModel type, string parameters, string summary, bool numbers)
    {
        source.Lines($"/// <summary>{summary}</summary>").Lines("/// <param name=\"model\">The model.</param>");
        if (numbers)
        {
            source.Lines("/// <param name=\"numbers\">The numbers: <c>Value with { ... }</c>.</param>");
        }

        source.Lines("""
            /// <param name="options">Learning rate, schedule and the like; DEFAULTS for null.</param>
            /// <exception cref="global::AttnGen.TuningException">The model does not fit the strategy, or has a session already; it is left as it was.</exception>
            /// <exception cref="global::System.ArgumentException">A number is out of range.</exception>
            """.Replace("DEFAULTS", type.Options is null ? "the defaults" : "those of <see cref=\"Options\"/>"));
        StrategyText.Refusal(source, type.Strategy);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines($"{type.Access} static global::AttnGen.TuningSession<ModelGroups> Begin({parameters}) =>");
        var options = type.Options is null ? "options" : "options ?? Options";
        source.Lines((numbers, type.Strategy.Error) switch
        {
            (_, { } error) => $"    throw new global::AttnGen.TuningException({Literal.Of(error)});",
            (false, _) => "    Begin(model, Value, options);",
            _ => $"    {(type.ForeignMap is { } map ? $"{map}.BeginTuning" : "global::AttnGen.TuningSession.Begin")}(model, numbers.ToStrategy(), {options}, static groups => new ModelGroups(groups));",
        }).Blank();
    }

    private static void NumbersOf(SourceWriter source, StrategyTypeModel type, string strategyType)
    {
        source.Lines("/// <summary>The strategy's numbers. What is tuned was proved when compiling; the numbers can be others, and their ranges are checked again.</summary>");
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Block($"{type.Access} sealed record Numbers", () =>
        {
            source.Lines(GroupsEmitter.KeptHere).Lines("internal static readonly Numbers Declared = new();").Blank();
            var numbers = type.Strategy.Error is null ? Numbers(type.Strategy).ToList() : [];
            foreach (var (kind, name, value, summary) in numbers)
            {
                source.Lines($"/// <summary>{summary}</summary>").Lines($"public {kind} {name} {{ get; init; }} = {value};").Blank();
            }

            source.Lines("""
                /// <summary>The strategy with these numbers, for a session without typed groups.</summary>
                /// <exception cref="global::System.ArgumentException">A number is out of range.</exception>
                """);
            source.Lines(type.Strategy.Error is { } error
                ? $"public {strategyType} ToStrategy() => throw new global::AttnGen.TuningException({Literal.Of(error)});"
                : $"public {strategyType} ToStrategy() => {strategyType}.Create({Declaration(Calls(type.Strategy).ToList())});").Blank();
            source.Lines("/// <inheritdoc cref=\"ToStrategy\"/>").Lines("/// <param name=\"numbers\">The numbers.</param>");
            source.Lines($"public static implicit operator {strategyType}(Numbers numbers) => numbers.ToStrategy();");
        });
    }

    private static IEnumerable<(string Kind, string Name, string Value, string Summary)> Numbers(StrategyModel strategy)
    {
        if (strategy is { Method: LowRankMethodModel method, Roles.Count: > 0 })
        {
            yield return ("int", "Rank", Literal.Of(method.Rank), "The rank of the adapters, at least 1.");
            yield return ("double", "Alpha", Literal.Of(method.Alpha), "The scale's numerator, positive and finite.");
            yield return ("double", "Dropout", Literal.Of(method.Dropout), "The probability of dropping an element of an adapter's input, in [0, 1).");
        }

        foreach (var (name, words, lrScale, weightDecay) in Groups(strategy))
        {
            yield return ("double", $"{name}LrScale", Literal.Of(lrScale), $"The factor on the base learning rate for {words}, positive and finite.");
            yield return ("double", $"{name}WeightDecay", Literal.Of(weightDecay), $"Decoupled weight decay of {words}; NaN for the options'.");
        }
    }

    private static IEnumerable<(string Name, string Words, double LrScale, double WeightDecay)> Groups(StrategyModel strategy)
    {
        foreach (var role in strategy.Roles)
        {
            yield return (role.PropertyName, role.Words, role.LrScale, role.WeightDecay);
        }

        if (strategy is { IsPaper: false, Head: { } head })
        {
            yield return ("Head", "the head", head.LrScale, head.WeightDecay);
        }
    }

    /// <summary>Without a call there is nothing to name: the strategy of a model whose head, if it has one, only the session finds.</summary>
    private static string Declaration(IReadOnlyList<string> calls) => calls.Count == 0 ? "static _ => { }" : string.Join("\n    ", ["strategy => strategy", .. calls]);

    private static IEnumerable<string> Calls(StrategyModel strategy)
    {
        if (strategy is { Method: LowRankMethodModel method, Roles.Count: > 0 })
        {
            yield return $".{method.Kind}(rank: Rank, alpha: Alpha, dropout: Dropout)";
        }

        foreach (var role in strategy.Roles)
        {
            var name = role.PropertyName;
            yield return $".Tune({role.Matrix.Literal()}, lrScale: {name}LrScale, weightDecay: {name}WeightDecay{StrategyText.LayersArgument(role)})";
        }

        if (strategy is { IsPaper: false, Head: not null })
        {
            yield return ".Head(lrScale: HeadLrScale, weightDecay: HeadWeightDecay)";
        }
        else if (strategy.FreezesHead)
        {
            yield return ".FreezeHead()";
        }

        if (strategy.IsPaper)
        {
            yield return StrategyText.PaperCall;
        }

        foreach (var call in OriginsEmitter.Call(strategy))
        {
            yield return call;
        }
    }
}
