using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace AttnGen;

/// <summary>
/// Which layers a declaration speaks of: <c>all</c>, <c>last:4</c>, or indices and ranges from 0 like <c>0,2,4-6</c>. The generator compiles this file
/// too, so that a selection is refused by the same rule whether it stands in an attribute or comes at run time.
/// </summary>
internal sealed class LayerSelection
{
    public const string Every = "all";

    private const string Last = "last:";
    private const string Syntax = "it is \"all\", \"last:\" and a number, or indices and ranges from 0 like \"0,2,4-6\"";

    private readonly int last;
    private readonly IReadOnlyList<(int From, int To)> ranges;

    private LayerSelection(int last, IReadOnlyList<(int From, int To)> ranges)
    {
        this.last = last;
        this.ranges = ranges;
    }

    /// <summary>Whether no layer is left out.</summary>
    public bool IsEvery => last == 0 && ranges.Count == 0;

    /// <summary>The selection, with its text as messages and group names have it, or what is wrong with the text.</summary>
    public static (LayerSelection? Selection, string? Problem) Parse(string? text)
    {
        if (text == Every)
        {
            return (new LayerSelection(0, []), null);
        }

        if (text is not null && text.StartsWith(Last, StringComparison.Ordinal))
        {
            return Number(text.Substring(Last.Length)) is > 0 and var count ? (new LayerSelection(count, []), null) : (null, $"Layers is \"{text}\"; {Syntax}.");
        }

        var ranges = new List<(int From, int To)>();
        foreach (var part in (text ?? "").Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || Number(ends[0]) is not (>= 0 and var from) || Number(ends[ends.Length - 1]) is not { } to || to < from)
            {
                return (null, $"Layers is \"{text}\"; {Syntax}.");
            }

            if (ranges.Any(range => range.From <= to && from <= range.To))
            {
                return (null, $"Layers is \"{text}\"; a layer is there twice.");
            }

            ranges.Add((from, to));
        }

        return (new LayerSelection(0, ranges), null);
    }

    public bool Contains(int index, int count) => IsEvery || (last > 0 ? index >= count - last : ranges.Any(range => range.From <= index && index <= range.To));

    /// <summary>A layer that the selection names and a model of so many layers does not have, or null.</summary>
    public int? Beyond(int count) => ranges.Where(range => range.To >= count).Select(range => (int?)range.To).FirstOrDefault() ?? (last > count ? last : null);

    /// <summary>Whether some layer is in both, whatever the number of layers.</summary>
    public bool Overlaps(LayerSelection other) =>
        IsEvery || other.IsEvery || (last > 0 && other.last > 0)
        || ranges.Any(range => other.ranges.Any(another => range.From <= another.To && another.From <= range.To));

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
