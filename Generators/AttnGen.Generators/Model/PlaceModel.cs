namespace AttnGen.Generators.Model;

/// <summary>Where the generated part of a class goes.</summary>
/// <param name="HintName">The generated file's name.</param>
/// <param name="Namespace">The namespace, or null for the global one.</param>
/// <param name="ContainingTypes">The declarations of the containing types, outermost first: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Declaration">The class's own declaration: <c>partial class Inner</c>.</param>
/// <param name="Name">The class's name, without type parameters.</param>
internal sealed record PlaceModel(string HintName, string? Namespace, EquatableArray<string> ContainingTypes, string Declaration, string Name);
