using System;
using System.Collections.Generic;

namespace AttnGen.StrategyFiles;

/// <summary>The name that somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The known name that is fewest edits away, or null where none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var (nearest, least) = ((string?)null, int.MaxValue);
        foreach (var candidate in known)
        {
            var distance = Distance(name, candidate);
            if (distance < least || (distance == least && string.CompareOrdinal(candidate, nearest) < 0))
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest is not null && least <= (nearest.Length + 1) / 3 ? nearest : null;
    }

    /// <summary>Levenshtein's distance, without regard to case.</summary>
    private static int Distance(string one, string other)
    {
        // Nobody mistypes a name into one so much longer.
        if (one.Length > 2 * other.Length + 2)
        {
            return int.MaxValue;
        }

        var row = new int[other.Length + 1];
        for (var column = 0; column <= other.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= one.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= other.Length; column++)
            {
                var same = char.ToUpperInvariant(one[line - 1]) == char.ToUpperInvariant(other[column - 1]);
                var next = Math.Min(Math.Min(row[column], row[column - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[column]) = (row[column], next);
            }
        }

        return row[other.Length];
    }
}
