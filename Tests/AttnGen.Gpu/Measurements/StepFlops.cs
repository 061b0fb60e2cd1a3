namespace AttnGen.Gpu.Measurements;

/// <summary>
/// The floating-point operations of a training step with LoRA on Q and V, of which no implementation can do with fewer: a multiplication and an addition are two.
/// With T tokens, width d, L layers, length n and rank r: the frozen matrices, P elements a layer, 2 T P forward and 2 T P for the input's gradient;
/// attention, 4 T n d forward and 8 T n d backward; an adapter, 4 T r d forward, 4 T r d for its own gradients and 4 T r d for the input's.
/// Nothing below the first layer is trained, so that its projections and adapters give their input no gradient. Embeddings, norms, GELU and the head are left out.
/// </summary>
internal static class StepFlops
{
    public const int Rank = 8;
    private const int Adapters = 2;

    public static double Of(EncoderShape shape)
    {
        double tokens = (double)shape.Batch * shape.Length;
        double width = shape.Configuration.HiddenSize;
        var layers = shape.Configuration.Layers;
        var frozen = 4 * tokens * shape.LayerWeights * layers;
        var attention = 12 * tokens * shape.Length * width * layers;
        var adapters = Adapters * 12 * tokens * Rank * width * layers;
        var firstInput = (2 * tokens * 3 * width * width) + (Adapters * 4 * tokens * Rank * width);
        return frozen + attention + adapters - firstInput;
    }
}
