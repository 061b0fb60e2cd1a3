using System;
using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes the groups of a strategy as a class with a property for each.</summary>
internal static class GroupsEmitter
{
    /// <summary>What stands over a value that a static initializer of the class may need: those of a part that somebody wrote run before those of the generated one.</summary>
    public const string KeptHere = "// Kept here, so that a static initializer in another part of the class finds it made.";

    /// <summary>Writes the class.</summary>
    /// <param name="source">Where to.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="access">The class's accessibility.</param>
    /// <param name="summary">What its documentation says.</param>
    /// <param name="declared">Writes the strategy's value, where the groups hold it; it may need the origins, and stands after them.</param>
    public static void Emit(SourceWriter source, StrategyModel strategy, string access, string summary, Action? declared = null)
    {
        source.Lines($"/// <summary>{summary}</summary>").Lines(ModuleEmitter.GeneratedCode);
        source.Block($"{access} sealed class ModelGroups : global::AttnGen.CompilerServices.TypedGroups", () =>
        {
            source.Block("internal ModelGroups(global::AttnGen.TuningGroups groups)\n    : base(groups)", () => { });
            OriginsEmitter.Emit(source, strategy);
            declared?.Invoke();
            if (strategy.IsPaper)
            {
                EmitPaper(source);
                return;
            }

            // Those of a strategy that is refused are there too, so that the refusal is the only error.
            foreach (var role in strategy.Roles.Where(role => StrategyRules.Layers(role.Layers) is null).GroupBy(role => role.PropertyName).Select(same => same.First()))
            {
                source.Blank();
                source.Lines($"/// <summary>The {role.Words.Substring("the ".Length)}.</summary>");
                source.Lines($"public global::AttnGen.TuningGroup {role.PropertyName} => this[{(role.IsEveryLayer ? role.Matrix.Literal() : Literal.Of(role.GroupName))}];");
            }

            if (strategy.Head is not null)
            {
                source.Blank();
                source.Lines("/// <summary>The head.</summary>");
                source.Lines("public global::AttnGen.TuningGroup Head => HeadGroup;");
            }
        });
    }

    /// <summary>The paper's groups are always these three.</summary>
    private static void EmitPaper(SourceWriter source)
    {
        foreach (var (role, words) in new[] { (Matrix.Q, "What the paper trains with the query projections."), (Matrix.K, "What the paper trains with the key projections: the head's weights too."), (Matrix.V, "What the paper trains with the value projections: every bias and norm too.") })
        {
            source.Blank();
            source.Lines($"/// <summary>{words}</summary>").Lines($"public global::AttnGen.TuningGroup {role.Word()} => this[{role.Literal()}];");
        }
    }
}
