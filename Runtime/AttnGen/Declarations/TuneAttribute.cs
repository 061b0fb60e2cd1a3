namespace AttnGen;

/// <summary>
/// Declares that a projection is tuned. On a module it is a default; the same declaration on a module that contains it replaces it entirely.
/// What no declaration tunes is frozen.
/// </summary>
/// <param name="matrix">The projection, or several combined.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TuneAttribute(Matrix matrix) : Attribute
{
    /// <summary>The projections that the declaration speaks of.</summary>
    public Matrix Matrix { get; } = matrix;

    /// <summary>The factor on the base learning rate: the paper's lambda where it stands on <see cref="Matrix.V"/>. Positive and finite; 1 by default.</summary>
    public double LrScale { get; set; } = 1;

    /// <summary>Decoupled weight decay of the matrices (biases have none). <see cref="double.NaN"/>, the default, takes <see cref="TuningOptions.WeightDecay"/>.</summary>
    public double WeightDecay { get; set; } = double.NaN;

    /// <summary>
    /// Which layers: <c>all</c> (the default), <c>last:4</c>, or indices and ranges from 0 like <c>0,2,4-6</c>; a layer is an element of a <c>ModuleList</c>. The same
    /// projection can be declared for several selections, each with numbers and a group of its own. Layers in no selection are frozen.
    /// </summary>
    public string Layers { get; set; } = LayerSelection.Every;
}
