using AttnGen.Products;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>A weight as a session has it whose copies may take any memory.</summary>
internal static class CopiedWeight
{
    public static FrozenWeight Of(Tensor weight) =>
        FrozenProducts.Choose(weight).Layout is { } layout ? new FrozenWeight(weight, OneDnnLinear.Instance, new WeightCopy(layout)) : FrozenProducts.For(weight);
}
