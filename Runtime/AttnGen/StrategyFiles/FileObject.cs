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

    public double? TakeNumber(string key, Func<double, string?> rule) => Take(key) is { } member ? Number(member.Value, $"\"{key}\"", rule)?.Value : null;

    public long? TakeInteger(string key, Func<long, string?> rule) => Take(key) is { } member ? Integer(member.Value, $"\"{key}\"", rule)?.Value : null;

    /// <summary>A list's items, as far as they can be read: at least one, and none twice.</summary>
    /// <param name="member">The list, or null where there is none.</param>
    /// <param name="content">What it is a list of, with an example.</param>
    /// <param name="read">Reads an item, or reports what is wrong with it.</param>
    /// <param name="comparer">Says which items are the same; equal ones by default.</param>
    public IReadOnlyList<FileItem<T>> TakeList<T>(JsonMember? member, string content, Func<JsonNode, FileItem<T>?> read, IEqualityComparer<T>? comparer = null)
    {
        comparer ??= EqualityComparer<T>.Default;
        var found = new List<FileItem<T>>();
        if (member is null)
        {
            return found;
        }

        if (!member.Value.IsArray)
        {
            Wrong(member.Value, $"\"{member.Name}\" is a list of {content}.", problems);
            return found;
        }

        if (member.Value.Items.Count == 0)
        {
            problems.Add(new FileProblem(FileProblemIds.Missing, member.Value.Range, $"\"{member.Name}\" of {what} is an empty list: there is nothing to run. It has {content}."));
        }

        foreach (var node in member.Value.Items)
        {
            if (read(node) is not { } item)
            {
                continue;
            }

            if (found.Exists(other => comparer.Equals(other.Value, item.Value)))
            {
                problems.Add(new FileProblem(FileProblemIds.Contradiction, item.Range, $"\"{member.Name}\" has {node.Text} twice. Remove one of the two."));
            }

            found.Add(item);
        }

        return found;
    }

    /// <summary>A value that is a number in range; anything else is reported.</summary>
    public FileItem<double>? Number(JsonNode value, string subject, Func<double, string?> rule)
    {
        if (value.AsNumber is not { } number)
        {
            Wrong(value, $"{subject} is a number.", problems);
            return null;
        }

        return Holds(rule(number), value) ? new FileItem<double>(number, value.Range) : null;
    }

    /// <summary>A value that is a whole number in range; anything else is reported.</summary>
    public FileItem<long>? Integer(JsonNode value, string subject, Func<long, string?> rule)
    {
        if (value.AsWhole is not { } found)
        {
            Wrong(value, $"{subject} is a whole number.", problems);
            return null;
        }

        return Holds(rule(found), value) ? new FileItem<long>(found, value.Range) : null;
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
