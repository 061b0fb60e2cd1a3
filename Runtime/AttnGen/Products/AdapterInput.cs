using AttnGen.Adapters;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Products;

/// <summary>
/// Adapters that see the same input, so that their products with A are one, and so are their gradients: all of a node's without dropout, and each for itself with it, since each
/// drops other elements.
/// </summary>
/// <param name="First">The first of them among the node's adapters.</param>
/// <param name="Adapters">The adapters.</param>
/// <param name="Mask">What dropout leaves of the input, or null for all of it.</param>
internal sealed record AdapterInput(int First, LoraAdapter[] Adapters, DropoutMask? Mask)
{
    /// <summary>The inputs of a node's adapters, in their order; draws the masks.</summary>
    public static AdapterInput[] Of(IReadOnlyList<ProjectionTerm> terms)
    {
        ProjectionTerm[] adapted = [.. terms.Where(term => term.Lora is not null)];
        return adapted switch
        {
            [] => [],
            _ when adapted.All(term => term.Dropout == 0) => [new AdapterInput(0, [.. adapted.Select(term => term.Lora!)], null)],
            _ => [.. adapted.Select((term, i) => new AdapterInput(i, [term.Lora!], term.Dropout == 0 ? null : DropoutMask.Draw(term.Dropout)))],
        };
    }

    /// <summary>What an adapter's product is multiplied by: its scale, and what makes up for the dropped elements.</summary>
    public double Factor(LoraAdapter adapter) => adapter.Scale * (Mask?.Factor ?? 1);

    /// <summary>The rows that the adapters see.</summary>
    /// <param name="rows"><c>[rows, in]</c>.</param>
    public Tensor Of(Tensor rows) => Mask?.Keep(rows) ?? rows;
}
