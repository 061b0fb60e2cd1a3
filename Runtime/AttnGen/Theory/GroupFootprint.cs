namespace AttnGen;

/// <summary>What one group of a strategy stores for a model.</summary>
/// <param name="Name">The group: <c>query</c>, <c>key</c>, <c>value</c> or <c>head</c>.</param>
/// <param name="Tensors">How many tensors are trained.</param>
/// <param name="Parameters">How many elements they have.</param>
/// <param name="Bytes">How many bytes they take.</param>
/// <param name="OptimizerBytes">How many bytes AdamW's two moments take, and the fp32 masters where they were asked for.</param>
public sealed record GroupFootprint(string Name, int Tensors, long Parameters, long Bytes, long OptimizerBytes)
{
    /// <summary>How many bytes the gradients take: as many as the tensors.</summary>
    public long GradientBytes => Bytes;
}
