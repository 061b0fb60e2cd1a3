namespace AttnGen;

/// <summary>The matrices themselves (and their biases) are trained.</summary>
public sealed record FullTuning : TuningMethod
{
    internal override string Describe() => "full";
}
