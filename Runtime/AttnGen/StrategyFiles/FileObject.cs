using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>An object of a strategy file, whose keys are taken one by one; what is left is unknown.</summary>
internal sealed class FileObject
{
    private readonly JsonNode node;
    private readonly string what;
    private readonly List<FileProblem> problems;
    private readonly HashSet<string> known;

    private FileObject(JsonNode node, string what, List<FileProblem> problems)
    {
        this.node = node;
        this.what = what;
        this.problems = problems;
        known = new(node.NameComparer);
    }

    public TextRange Range => node.Range;

    public StringComparer NameComparer => node.NameComparer;

    public IReadOnlyList<JsonMember> Members => node.Members;

    /// <summary>The object, or null where the value is something else, which is reported.</summary>
    public static FileObject? Of(JsonNode node, string what, List<FileProblem> problems)
    {
        if (node.IsObject)
        {
            return new FileObject(node, what, problems);
        }

        Wrong(node, $"{what} is an object in braces.", problems);
        return null;
    }

    /// <summary>Reports a value that is none of some words, with the nearest of them.</summary>
    public static void NoneOf(JsonNode node, string message, List<FileProblem> problems, params string[] words)
    {
        var nearest = node.Kind == JsonKind.Text ? NearestName.Of(node.Text, words) : null;
        Wrong(node, nearest is null ? message : $"{message} Did you mean \"{nearest}\"?", problems, nearest is null ? null : $"\"{nearest}\"");
    }

    public static void Wrong(JsonNode node, string message, List<FileProblem> problems, string? replacement = null)
    {
        // What is no value at all was reported as that.
        if (node.Kind != JsonKind.Wrong)
        {
            problems.Add(new FileProblem(FileProblemIds.WrongType, node.Range, message, replacement));
        }
    }

    public JsonMember? Take(string key)
    {
        known.Add(key);
        return node.Members.FirstOrDefault(member => node.NameComparer.Equals(member.Name, key));
    }

    public JsonMember? Require(string key)
    {
        var member = Take(key);
        if (member is null)
        {
            problems.Add(new FileProblem(FileProblemIds.Missing, new TextRange(node.Range.Start, 1), $"{what} has no \"{key}\"."));
        }

        return member;
    }

    public FileObject? TakeObject(string key) => Take(key) is { } member ? Of(member.Value, $"\"{key}\"", problems) : null;

    public string? TakeText(JsonMember? member)
    {
        if (member is null || member.Value.AsText is not null)
        {
            return member?.Value.AsText;
        }

        Wrong(member.Value, $"\"{member.Name}\" is a text in double quotes.", problems);
        return null;
    }

    public double? TakeNumber(string key, Func<double, string?> rule)
    {
        if (Take(key) is not { } member)
        {
            return null;
        }

        if (member.Value.AsNumber is not { } number)
        {
            Wrong(member.Value, $"\"{key}\" is a number.", problems);
            return null;
        }

        return Holds(rule(number), member.Value) ? number : null;
    }

    public long? TakeInteger(string key, Func<long, string?> rule)
    {
        if (Take(key) is not { } member)
        {
            return null;
        }

        // What a double holds exactly.
        if (member.Value.AsNumber is not { } found || Math.Floor(found) != found || Math.Abs(found) > 1L << 53)
        {
            Wrong(member.Value, $"\"{key}\" is a whole number.", problems);
            return null;
        }

        var number = (long)found;
        return Holds(rule(number), member.Value) ? number : null;
    }

    /// <summary>Reports a rule that a value breaks.</summary>
    public bool Holds(string? problem, JsonNode value)
    {
        if (problem is not null)
        {
            problems.Add(new FileProblem(FileProblemIds.OutOfRange, value.Range, problem));
        }

        return problem is null;
    }

    /// <summary>Reports the keys that nobody took, with the nearest that there is.</summary>
    public void RefuseOthers()
    {
        foreach (var member in node.Members.Where(member => !known.Contains(member.Name)))
        {
            var nearest = NearestName.Of(member.Name, known);
            problems.Add(new FileProblem(
                FileProblemIds.UnknownKey, member.NameRange,
                $"{what} has no key \"{member.Name}\".{(nearest is null ? "" : $" Did you mean \"{nearest}\"?")} The keys are {string.Join(", ", known.OrderBy(key => key, StringComparer.Ordinal))}.",
                nearest is null ? null : $"\"{nearest}\""));
        }
    }
}
