namespace AttnGen.Generators.Model;

/// <summary>What a member is in the published map; names and values are those of <c>MapMemberKind</c>.</summary>
internal enum MapKind
{
    Layer = 0,
    Projection = 1,
    Module = 2,
    ModuleList = 3,
    Parameter = 4,
    Opaque = 5,
    Foreign = 6,
}
