namespace AttnGen.Generators.Model;

/// <summary>Where a number is declared.</summary>
/// <param name="Name">The number's name.</param>
/// <param name="Value">What is declared, as C# writes it.</param>
/// <param name="Origin">Where, in words.</param>
internal sealed record OriginModel(string Name, string Value, string Origin);
