namespace AttnGen;

/// <summary>Marks the task head: it is trained in full, in a group of its own, whatever becomes of the projections.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class HeadAttribute : Attribute
{
    /// <summary>The factor on the base learning rate. Positive and finite; 1 by default. All heads of a model agree on it.</summary>
    public double LrScale { get; set; } = 1;

    /// <summary>Decoupled weight decay (biases and norms have none). <see cref="double.NaN"/>, the default, takes <see cref="TuningOptions.WeightDecay"/>.</summary>
    public double WeightDecay { get; set; } = double.NaN;
}
