using System.ComponentModel;

namespace AttnGen.CompilerServices;

/// <summary>One member of a published map.</summary>
/// <param name="name">The registered name.</param>
/// <param name="kind">What the member is.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MapMemberAttribute(string name, MapMemberKind kind) : Attribute
{
    /// <summary>The registered name.</summary>
    public string Name { get; } = name;

    /// <summary>What the member is.</summary>
    public MapMemberKind Kind { get; } = kind;

    /// <summary>The member's type; the element's, for a list. Null where it cannot be named in an attribute (a type parameter).</summary>
    public Type? Type { get; set; }

    /// <summary>The projection's role.</summary>
    public Matrix Role { get; set; }

    /// <summary>Whether the member is a head.</summary>
    public bool Head { get; set; }

    /// <summary>Whether the member is frozen as a whole.</summary>
    public bool Frozen { get; set; }

    /// <summary>The head's factor on the base learning rate.</summary>
    public double LrScale { get; set; } = 1;

    /// <summary>The head's weight decay, or <see cref="double.NaN"/> for the options'.</summary>
    public double WeightDecay { get; set; } = double.NaN;
}
