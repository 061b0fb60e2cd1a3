namespace AttnGen.Generators.Model;

/// <summary>A component of a module.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Access">The member as code of its class reaches it: <c>this.query</c>, with <c>@</c> where the name is a keyword.</param>
/// <param name="RegisteredName">The name under which TorchSharp knows it.</param>
/// <param name="Component">How it is registered.</param>
/// <param name="Map">What it is in the map.</param>
/// <param name="MapType">The type in the published map, or null where an attribute cannot name it.</param>
/// <param name="Role">The projection's role, or None.</param>
/// <param name="Head">The head's numbers, or null.</param>
/// <param name="Frozen">Whether the member is frozen as a whole.</param>
/// <param name="Property">Whether the member is a property, and who can set it.</param>
internal sealed record MemberModel(
    string Name,
    string Access,
    string RegisteredName,
    ComponentKind Component,
    MapKind Map,
    string? MapType,
    Matrix Role,
    HeadModel? Head,
    bool Frozen,
    PropertyKind Property)
{
    /// <summary>The description of a module of another assembly, as code refers to it; null for all others.</summary>
    public string? ForeignMap { get; init; }

    /// <summary>Whether only the value is a module: the declared type is an interface, or a type parameter without a class.</summary>
    public bool IsModuleByValue { get; init; }

    /// <summary>Whether the map speaks of it. A buffer is not trained; of a value that nobody said to be a module, a session says that it cannot explain it.</summary>
    public bool IsMapped => Component is ComponentKind.Module or ComponentKind.Parameter;
}
