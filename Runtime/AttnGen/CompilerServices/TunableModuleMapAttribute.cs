using System.ComponentModel;

namespace AttnGen.CompilerServices;

/// <summary>
/// The head of a published map: says that a class was compiled by the generator, and in which version of the map's format.
/// Other assemblies' compilers read it, since they cannot see private fields.
/// </summary>
/// <param name="version">The version of the format: 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TunableModuleMapAttribute(int version) : Attribute
{
    /// <summary>The version of the format.</summary>
    public int Version { get; } = version;
}
