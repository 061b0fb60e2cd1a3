using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether the model can honour the ranks of a file's sweep. Of its other lists the text alone decides.</summary>
internal static class SweepCheck
{
    public static void Check(StrategyFileModel file, INamedTypeSymbol model, IAssemblySymbol assembly, Action<Problem> report)
    {
        if (file.Content.Sweep is not { } sweep)
        {
            return;
        }

        var places = sweep.Ranks.Select(rank => file.Locate(rank.Range)).ToList();
        foreach (var ranked in sweep.Strategies.Where(strategy => strategy is { IsSound: true, HasRank: true }).SelectMany(sweep.ByRank))
        {
            StrategyParser.ParseFor(model, FileDeclarer.Declarations(file, ranked, assembly), OfRanks);
        }

        // What is wrong elsewhere is wrong in the strategy itself, and was reported there.
        void OfRanks(Problem problem)
        {
            if (problem.Location is { } place && places.Contains(place))
            {
                report(problem);
            }
        }
    }
}
