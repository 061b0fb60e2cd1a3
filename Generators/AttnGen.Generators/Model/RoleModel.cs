using AttnGen.StrategyFiles;

namespace AttnGen.Generators.Model;

/// <summary>A tuned role; a weight decay of NaN is the options'.</summary>
internal sealed record RoleModel(Matrix Matrix, double LrScale, double WeightDecay, string Layers)
{
    public bool IsEveryLayer => Layers == LayerSelection.Every;

    /// <summary>The name of the generated property: <c>Value</c>, <c>ValueLast4</c>, <c>ValueLayers0_2_4To6</c>.</summary>
    public string PropertyName => Matrix.Word() + (IsEveryLayer ? "" : Layers.StartsWith("last:") ? "Last" + Layers.Substring("last:".Length) : "Layers" + Layers.Replace(",", "_").Replace("-", "To"));

    /// <summary>The name of the group at run time: <c>value</c>, <c>value[last:4]</c>.</summary>
    public string GroupName => NumberNames.Group(Matrix.ToString(), Layers);

    /// <summary>What documentation calls it.</summary>
    public string Words => $"the {Matrix.Word().ToLowerInvariant()} projections{(IsEveryLayer ? "" : $" of the layers {Layers}")}";
}
