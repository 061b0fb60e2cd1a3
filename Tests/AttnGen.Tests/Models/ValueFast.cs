namespace AttnGen.Tests.Models;

/// <summary>A strategy beside the model's own: V at eight times the rate of Q.</summary>
[TuneStrategy<ToyClassifier>, Lora(Rank = 2), Tune(Matrix.Q), Tune(Matrix.V, LrScale = 8, WeightDecay = 0)]
public static partial class ValueFast
{
    /// <summary>Made before any initializer of the generated part has run.</summary>
    public static Numbers Careful { get; } = Value with { ValueLrScale = 2 };
}
