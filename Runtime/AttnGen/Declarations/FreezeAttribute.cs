namespace AttnGen;

/// <summary>
/// On a class: the projections stay as they are, whatever a contained module declares.
/// On a field or property, without an argument: the whole member is frozen, also where its type says nothing of what is in it.
/// </summary>
/// <param name="matrix">The projections, for a class; nothing, for a member.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class FreezeAttribute(Matrix matrix = Matrix.None) : Attribute
{
    /// <summary>The projections that the declaration speaks of.</summary>
    public Matrix Matrix { get; } = matrix;
}
