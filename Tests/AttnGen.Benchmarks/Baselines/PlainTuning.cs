namespace AttnGen.Benchmarks.Baselines;

/// <summary>Which projections of a plain encoder have an adapter.</summary>
/// <param name="Matrices">The projections.</param>
/// <param name="LastLayers">In how many layers, from the last.</param>
/// <param name="Rank">The adapters' rank; alpha is the same.</param>
internal sealed record PlainTuning(Matrix Matrices, int LastLayers = int.MaxValue, int Rank = 8)
{
    /// <summary>The projections with an adapter in one of the layers.</summary>
    public Matrix Of(int layer, int layers) => layers - layer <= LastLayers ? Matrices : Matrix.None;
}
