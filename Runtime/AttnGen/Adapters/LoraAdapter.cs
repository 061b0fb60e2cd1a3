using AttnGen.Products;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AttnGen.Adapters;

/// <summary>Low-rank adaptation of one projection.</summary>
internal sealed class LoraAdapter(LoraTuning lora, Tensor weight, IReadOnlyList<Tensor> tensors) : LowRankAdapter(lora, weight, tensors[0], tensors[1])
{
    /// <inheritdoc/>
    public override Tensor Add(Linear projection, Tensor output, Tensor input, bool training)
    {
        var adapted = input.dtype == Down.dtype ? input : input.to(Down.dtype);
        var (dropped, factor) = training && HasDropout ? DropoutNode.Apply(adapted, Dropout) : (adapted, 1);
        using var low = functional.linear(dropped, Down);
        using var update = functional.linear(low, Up);
        using var same = update.dtype == output.dtype ? update.alias() : update.to(output.dtype);
        if (!ReferenceEquals(dropped, adapted))
        {
            dropped.Dispose();
        }

        if (!ReferenceEquals(adapted, input))
        {
            adapted.Dispose();
        }

        using Scalar scale = Scale * factor;
        return output.add(same, scale);
    }

    /// <inheritdoc/>
    public override Tensor Merged(Tensor weight) => Sum(weight);
}
