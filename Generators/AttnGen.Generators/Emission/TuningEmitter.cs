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

        source.Lines($"/// <summary>What the attributes declare: {StrategyText.Summary(strategy)}.</summary>");
        StrategyText.Refusal(source, strategy);
        source.Lines(ModuleEmitter.GeneratedCode);
        if (strategy.Error is { } error)
        {
            source.Lines($"public static {strategyType} DefaultStrategy => throw new global::AttnGen.TuningException({Literal.Of(error)});").Blank();
        }
        else
        {
            source.Lines($"public static {strategyType} DefaultStrategy => ModelGroups.Declared;").Blank();
        }

        source.Lines("""
            /// <summary>Begins a session of the default strategy. Dispose it before the next one.</summary>
            /// <param name="options">Learning rate, schedule and the like; the defaults for null.</param>
            /// <exception cref="global::AttnGen.TuningException">The model does not fit the strategy, or has a session already; it is left as it was.</exception>
            """);
        StrategyText.Refusal(source, strategy);
        source.Lines(ModuleEmitter.GeneratedCode);
        source.Lines("public global::AttnGen.TuningSession<ModelGroups> BeginTuning(global::AttnGen.TuningOptions? options = null) =>");
        source.Lines(strategy.Error is { } reason
            ? $"    throw new global::AttnGen.TuningException({Literal.Of(reason)});"
            : "    global::AttnGen.TuningSession.Begin(this, DefaultStrategy, options, static groups => new ModelGroups(groups));").Blank();

        GroupsEmitter.Emit(source, strategy, "public", "The groups of the default strategy.", () => Declared(source, strategy, strategyType));
    }

    private static void Declared(SourceWriter source, StrategyModel strategy, string strategyType)
    {
        if (strategy.Error is null)
        {
            source.Blank().Lines(GroupsEmitter.KeptHere).Lines($"internal static readonly {strategyType} Declared = {strategyType}.Create(static strategy => strategy");
            source.Lines(string.Join("\n", StrategyText.Calls(strategy).Select(call => "    " + call)) + ");");
        }
    }
}
