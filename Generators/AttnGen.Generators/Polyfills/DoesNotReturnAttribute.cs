namespace System.Diagnostics.CodeAnalysis;

/// <summary>A method that always throws.</summary>
[Microsoft.CodeAnalysis.Embedded, AttributeUsage(AttributeTargets.Method)]
internal sealed class DoesNotReturnAttribute : Attribute;
