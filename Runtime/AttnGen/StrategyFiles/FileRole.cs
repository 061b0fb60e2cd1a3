namespace AttnGen.StrategyFiles;

/// <summary>What a file says of a projection in some layers; a weight decay of NaN is the options'.</summary>
/// <param name="Role">Q, K or V.</param>
/// <param name="LrScale">The factor on the base learning rate.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Layers">The selection's text.</param>
/// <param name="Range">The place of the projection's key.</param>
internal sealed record FileRole(string Role, double LrScale, double WeightDecay, string Layers, TextRange Range);
