namespace AttnGen;

/// <summary>
/// Says that a <c>Linear</c> is a projection of its attention layer, where its name does not
/// (<c>query</c>, <c>q_proj</c>, <c>wq</c>, <c>q_lin</c>, <c>q</c> and their like for the key and the value do).
/// </summary>
/// <param name="matrix">The projection.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class ProjectionAttribute(Matrix matrix) : Attribute
{
    /// <summary>The projection.</summary>
    public Matrix Matrix { get; } = matrix;
}
