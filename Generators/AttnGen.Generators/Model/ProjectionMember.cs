namespace AttnGen.Generators.Model;

/// <summary>The member that holds a projection.</summary>
/// <param name="Access">Its name as code writes it.</param>
/// <param name="MayBeNull">Whether its type is nullable.</param>
/// <param name="IsInherited">Whether a derived class can use it.</param>
internal sealed record ProjectionMember(string Access, bool MayBeNull, bool IsInherited);
