using System.ComponentModel;

namespace AttnGen.CompilerServices;

/// <summary>What a member of a published map is.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum MapMemberKind
{
    /// <summary>A layer of TorchSharp's own, whose parameters have no role.</summary>
    Layer = 0,

    /// <summary>A projection of an attention layer.</summary>
    Projection = 1,

    /// <summary>Another tunable module.</summary>
    Module = 2,

    /// <summary>A <c>ModuleList</c> of tunable modules.</summary>
    ModuleList = 3,

    /// <summary>A parameter of the module itself.</summary>
    Parameter = 4,

    /// <summary>A member whose type says nothing of what is in it; looked at when a session begins.</summary>
    Opaque = 5,

    /// <summary>A module of an assembly without maps, whose roles <see cref="TuneModelAttribute{TModel}"/> declares where the map is published.</summary>
    Foreign = 6,
}
