namespace AttnGen;

/// <summary>A tuned role with its numbers.</summary>
/// <param name="Matrix">The one projection.</param>
/// <param name="LrScale">The factor on the base learning rate.</param>
/// <param name="WeightDecay">Decoupled weight decay of the matrices, or null for the options'.</param>
public sealed record RoleDeclaration(Matrix Matrix, double LrScale, double? WeightDecay)
{
    /// <summary>Which layers it speaks of: <c>all</c>, <c>last:4</c>, or indices and ranges from 0 like <c>0,2,4-6</c>.</summary>
    public string Layers { get; init; } = LayerSelection.Every;

    /// <summary>The layers as a rule.</summary>
    internal LayerSelection Selection => LayerSelection.Parse(Layers).Selection!;
}
