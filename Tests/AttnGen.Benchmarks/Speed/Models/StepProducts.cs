using AttnGen.Models.Bert;
using AttnGen.Products;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>
/// The products by frozen weights of a step with LoRA on Q and V in all layers, and nothing else of it: forward, and backward for inputs that need a gradient, which those of
/// the first layer's projections do not. By the kernels that AttnGen chose here, so that a step's operations over the machine's product rate are a measured time: no step that
/// multiplies at that rate is faster, and no library gains more over another than leaving out all the rest.
/// </summary>
internal sealed class StepProducts
{
    private readonly List<(FrozenWeight Weight, Tensor Input, Tensor Gradient, bool HasBackward)> products = [];

    public StepProducts(BertConfiguration configuration, RandomBatch batch)
    {
        var (width, inside) = ((long)configuration.HiddenSize, (long)configuration.IntermediateSize);
        var (narrow, wide) = (States(batch, width), States(batch, inside));
        for (var layer = 0; layer < configuration.Layers; layer++)
        {
            // Query, key, value, output, and the two of the feed-forward block.
            for (var i = 0; i < 4; i++)
            {
                products.Add((CopiedWeight.Of(randn(width, width)), narrow, narrow, layer > 0 || i == 3));
            }

            products.Add((CopiedWeight.Of(randn(inside, width)), narrow, wide, true));
            products.Add((CopiedWeight.Of(randn(width, inside)), wide, narrow, true));
        }
    }

    /// <summary>The kernels that were chosen, for a result's notes.</summary>
    public string Kernels => string.Join(", ", products.Select(product => FrozenProducts.Choose(product.Weight.Weight)).Distinct().Select(choice => $"{choice.Kernel.Name}{(choice.Layout is null ? "" : $" by {choice.Layout.Name} copies")} for [{choice.OutFeatures}, {choice.InFeatures}]"));

    public void Run()
    {
        using var _ = no_grad();
        foreach (var (weight, input, gradient, hasBackward) in products)
        {
            using var scope = NewDisposeScope();
            weight.Product(input, null);
            if (hasBackward)
            {
                weight.Gradient(gradient, weight.Weight, null);
            }
        }
    }

    private static Tensor States(RandomBatch batch, long width) => randn(batch.Ids.shape[0], batch.Ids.shape[1], width);
}
