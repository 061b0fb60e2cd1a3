using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes the groups of a strategy as a class with a property for each.</summary>
internal static class GroupsEmitter
{
    public static void Emit(SourceWriter source, StrategyModel strategy, string access, string summary)
    {
        source.Lines($"/// <summary>{summary}</summary>").Lines(ModuleEmitter.GeneratedCode);
        source.Block($"{access} sealed class ModelGroups : global::AttnGen.CompilerServices.TypedGroups", () =>
        {
            source.Block("internal ModelGroups(global::AttnGen.TuningGroups groups)\n    : base(groups)", () => { });
            OriginsEmitter.Emit(source, strategy);
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
