namespace AttnGen.StrategyFiles;

/// <summary>What a file says of the head; a number that is null is the one of the model's <c>[Head]</c>.</summary>
/// <param name="LrScale">The factor on the base learning rate.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Range">The place of the key.</param>
internal sealed record FileHead(double? LrScale, double? WeightDecay, TextRange Range);
