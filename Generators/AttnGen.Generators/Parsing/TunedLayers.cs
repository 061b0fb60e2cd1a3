namespace AttnGen.Generators.Parsing;

/// <summary>The numbers of one role in some layers; a weight decay of NaN is the options'.</summary>
internal sealed record TunedLayers(double LrScale, double WeightDecay, string Selection)
{
    public bool Overlaps(TunedLayers other) =>
        LayerSelection.Parse(Selection).Selection is not { } own || LayerSelection.Parse(other.Selection).Selection is not { } others || own.Overlaps(others);
}
