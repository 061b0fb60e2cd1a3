using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Emission;

/// <summary>Writes where numbers are declared: a session's explanation says it.</summary>
internal static class OriginsEmitter
{
    public const string Type = "global::AttnGen.CompilerServices.NumberOrigins";

    /// <summary>The field that has a strategy's table; it stands in the generated groups, where no name is taken.</summary>
    public const string Field = "Origins";

    /// <summary>The call that hands a strategy its table.</summary>
    public static IEnumerable<string> Call(StrategyModel strategy)
    {
        if (strategy.Origins.Count > 0)
        {
            yield return $".WithOrigins(ModelGroups.{Field})";
        }
    }

    public static void Emit(SourceWriter source, StrategyModel strategy)
    {
        if (strategy.Origins.Count > 0 && strategy.Error is null)
        {
            source.Blank();
            source.Lines("// Where the strategy's numbers are declared, for Explain().");
            source.Lines($"internal static readonly {Type} {Field} = new {Type}()").Lines(Entries(strategy.Origins) + ";");
        }
    }

    public static string Entries(IEnumerable<OriginModel> origins) =>
        string.Join("\n", origins.Select(origin => $"    .With({Literal.Of(origin.Name)}, {origin.Value}, {Literal.Of(origin.Origin)})"));
}
