namespace AttnGen;

/// <summary>The matrices themselves (and their biases) are trained.</summary>
public sealed record FullTuning : TuningMethod
{
    /// <inheritdoc/>
    public override string Name => "full";

    internal override string Describe() => Name;
}
