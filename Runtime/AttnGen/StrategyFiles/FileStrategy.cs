using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>One strategy of a file. Its numbers are in range; whether the model can honour them is another question.</summary>
/// <param name="Name">Its name, which is an identifier.</param>
/// <param name="NameRange">The place of its name.</param>
/// <param name="LowRank">Its method, or null for full tuning.</param>
/// <param name="Tuned">The tuned projections.</param>
/// <param name="Frozen">The projections that are said to stay.</param>
/// <param name="Head">The head's numbers, or null where it says nothing of them.</param>
/// <param name="FreezesHead">Whether the head is said to stay.</param>
/// <param name="Options">Its options.</param>
/// <param name="Places">The place of each number that it states, by <see cref="NumberNames"/>.</param>
/// <param name="IsSound">Whether nothing in it was wrong.</param>
internal sealed record FileStrategy(
    string Name, TextRange NameRange, FileLowRank? LowRank, IReadOnlyList<FileRole> Tuned, IReadOnlyList<string> Frozen, FileHead? Head, bool FreezesHead, FileOptions Options,
    IReadOnlyDictionary<string, TextRange> Places, bool IsSound)
{
    /// <summary>Whether the groups are the paper's.</summary>
    public bool IsPaper { get; init; }

    /// <summary>The place of the grouping, or of the name where none is said.</summary>
    public TextRange GroupingRange { get; init; } = NameRange;

    /// <summary>Whether it trains adapters, which have a rank.</summary>
    public bool HasRank => LowRank is not null;

    public bool TunesValue => Tuned.Any(IsValue);

    /// <summary>The same with a sweep's rank in the place of its own.</summary>
    public FileStrategy WithRank(FileItem<int> rank) =>
        this with { LowRank = LowRank! with { Rank = rank.Value, Range = rank.Range }, Places = PlacesWith([NumberNames.Rank], rank.Range) };

    /// <summary>The same with a sweep's factor on V's rate, in all layers, in the place of its own.</summary>
    public FileStrategy WithLambda(FileItem<double> lambda) => this with
    {
        Tuned = [.. Tuned.Select(role => IsValue(role) ? role with { LrScale = lambda.Value } : role)],
        Places = PlacesWith(Tuned.Where(IsValue).Select(role => NumberNames.Of(NumberNames.Group(role.Role, role.Layers), NumberNames.LrScale)), lambda.Range),
    };

    private static bool IsValue(FileRole role) => role.Role == "V";

    private Dictionary<string, TextRange> PlacesWith(IEnumerable<string> numbers, TextRange range)
    {
        var places = Places.ToDictionary(place => place.Key, place => place.Value, StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            places[number] = range;
        }

        return places;
    }
}
