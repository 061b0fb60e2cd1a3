namespace AttnGen.Generators.Model;

/// <summary>The member that holds a projection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Access">The member as code of its class reaches it.</param>
/// <param name="MayBeNull">Whether its type is nullable.</param>
/// <param name="IsInherited">Whether a derived class can use it.</param>
internal sealed record ProjectionMember(string Name, string Access, bool MayBeNull, bool IsInherited);
