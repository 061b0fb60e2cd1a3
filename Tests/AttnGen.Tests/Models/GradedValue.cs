namespace AttnGen.Tests.Models;

/// <summary>V alone, faster in the last layer than in the first.</summary>
[TuneStrategy<ToyClassifier>, Lora(Rank = 2)]
[Tune(Matrix.V, LrScale = 2, Layers = "0"), Tune(Matrix.V, LrScale = 8, Layers = "last:1")]
public static partial class GradedValue;
