namespace AttnGen.Generators.Model;

/// <summary>A head's numbers; a weight decay of NaN is the options'.</summary>
internal sealed record HeadModel(double LrScale, double WeightDecay);
