using System;
using System.Collections.Generic;
using System.Globalization;

namespace AttnGen.StrategyFiles;

/// <summary>A JSON value and its place.</summary>
internal sealed record JsonNode(JsonKind Kind, TextRange Range)
{
    /// <summary>A text's characters, without quotes and escapes; a number's as they are written; what a configuration holds.</summary>
    public string Text { get; init; } = "";

    /// <summary>A number's value; infinite where it is larger than a double, and NaN where a configuration holds no number.</summary>
    public double Number { get; init; }

    public IReadOnlyList<JsonNode> Items { get; init; } = [];

    public IReadOnlyList<JsonMember> Members { get; init; } = [];

    /// <summary>Whether members are found without regard to case, as a configuration finds keys.</summary>
    public bool IgnoresCase { get; init; }

    public StringComparer NameComparer => IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    public double? AsNumber => Kind == JsonKind.Number || (Kind == JsonKind.Configured && !double.IsNaN(Number)) ? Number : null;

    /// <summary>A whole number as it is written, <c>1e3</c> too; a double has no room for all digits of some.</summary>
    public long? AsWhole =>
        AsNumber is { } near && Math.Floor(near) == near && decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
        && decimal.Truncate(exact) == exact && exact is >= long.MinValue and <= long.MaxValue
            ? (long)exact
            : null;

    public string? AsText => Kind is JsonKind.Text or JsonKind.Configured ? Text : null;

    public bool IsObject => Kind == JsonKind.Object || IsEmpty;

    public bool IsArray => Kind == JsonKind.Array || IsEmpty;

    public bool IsNull => Kind == JsonKind.Null || IsEmpty || (Kind == JsonKind.Configured && Text == "null");

    /// <summary>What a configuration holds for an empty object, an empty list, and null.</summary>
    private bool IsEmpty => Kind == JsonKind.Configured && Text.Length == 0;
}
