using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Models.Bert;

/// <summary>A norm in float32 of states in either precision.</summary>
internal static class MixedNorm
{
    /// <summary>The normed states, of the states' own element type.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="states"><c>[batch, length, width]</c>.</param>
    public static Tensor Apply(LayerNorm norm, Tensor states) => states.dtype == norm.weight!.dtype ? norm.call(states) : norm.call(states.to(norm.weight.dtype)).to(states.dtype);
}
