namespace AttnGen;

/// <summary>A tuned role with its numbers.</summary>
/// <param name="Matrix">The one projection.</param>
/// <param name="LrScale">The factor on the base learning rate.</param>
/// <param name="WeightDecay">Decoupled weight decay of the matrices, or null for the options'.</param>
public sealed record RoleDeclaration(Matrix Matrix, double LrScale, double? WeightDecay);
