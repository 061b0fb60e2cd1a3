namespace AttnGen.Tests.Models;

/// <summary>Q and V by DoRA.</summary>
[TuneStrategy<ToyClassifier>, Dora(Rank = 2, Alpha = 4), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4)]
public static partial class DoraQv;
