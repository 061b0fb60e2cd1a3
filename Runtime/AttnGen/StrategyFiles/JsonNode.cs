using System.Collections.Generic;

namespace AttnGen.StrategyFiles;

/// <summary>A JSON value and its place.</summary>
internal sealed record JsonNode(JsonKind Kind, TextRange Range)
{
    /// <summary>A text's characters, without quotes and escapes.</summary>
    public string Text { get; init; } = "";

    /// <summary>A number's value; infinite where it is larger than a double.</summary>
    public double Number { get; init; }

    public IReadOnlyList<JsonNode> Items { get; init; } = [];

    public IReadOnlyList<JsonMember> Members { get; init; } = [];
}
