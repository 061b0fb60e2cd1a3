namespace AttnGen;

/// <summary>The trained head's numbers.</summary>
/// <param name="LrScale">The factor on the base learning rate.</param>
/// <param name="WeightDecay">Decoupled weight decay of the matrices, or null for the options'.</param>
public sealed record HeadDeclaration(double LrScale, double? WeightDecay);
