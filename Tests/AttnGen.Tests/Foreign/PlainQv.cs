using AttnGen.PlainModels;

namespace AttnGen.Tests.Foreign;

/// <summary>A strategy for a class that cannot be annotated.</summary>
[TuneStrategy<PlainClassifier>, Lora(Rank = 2), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 4)]
internal static partial class PlainQv;
