namespace AttnGen.StrategyFiles;

/// <summary>A key of an object, and its value.</summary>
internal sealed record JsonMember(string Name, TextRange NameRange, JsonNode Value);
