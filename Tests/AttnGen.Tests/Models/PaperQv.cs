namespace AttnGen.Tests.Models;

/// <summary>The paper's strategy in the paper's groups.</summary>
[TuneStrategy<ToyClassifier>, Lora(Rank = 2), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4), Grouping(Grouping.Paper)]
public static partial class PaperQv;
