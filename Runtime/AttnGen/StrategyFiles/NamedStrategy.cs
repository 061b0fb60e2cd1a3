using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>A strategy of the file that another part of it names.</summary>
internal static class NamedStrategy
{
    /// <summary>The strategy, or null where there is none of the name, which is reported with the nearest that there is.</summary>
    /// <param name="subject">What names it, as the message begins.</param>
    /// <param name="name">The name.</param>
    /// <param name="range">Its place.</param>
    /// <param name="strategies">The file's strategies; where none could be read, nothing is said of the name.</param>
    /// <param name="comparer">How names are compared.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static FileStrategy? Find(string subject, string name, TextRange range, IReadOnlyList<FileStrategy> strategies, StringComparer comparer, List<FileProblem> problems)
    {
        var found = strategies.FirstOrDefault(strategy => comparer.Equals(strategy.Name, name));
        if (found is null && strategies.Count > 0)
        {
            var names = strategies.Select(strategy => strategy.Name).ToList();
            var nearest = NearestName.Of(name, names);
            problems.Add(new FileProblem(
                FileProblemIds.Contradiction, range, $"{subject} names \"{name}\", and \"strategies\" declares {string.Join(", ", names)}.", nearest is null ? null : $"\"{nearest}\""));
        }

        return found;
    }
}
