using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A component of a base class.</summary>
/// <param name="Name">The member's name; of a compiled class the registered one.</param>
/// <param name="RegisteredName">The name under which TorchSharp knows it.</param>
/// <param name="IsReplaced">Whether another object takes its place when the module moves.</param>
/// <param name="Field">The field, or null in a compiled class.</param>
internal sealed record InheritedComponent(string Name, string RegisteredName, bool IsReplaced, IFieldSymbol? Field);
