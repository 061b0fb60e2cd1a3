namespace Microsoft.CodeAnalysis;

/// <summary>Hides a type from other assemblies, also from those that see the internal ones: they have the real type, and it would be ambiguous.</summary>
[Embedded]
internal sealed class EmbeddedAttribute : System.Attribute;
