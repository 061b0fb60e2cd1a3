using AttnGen.Optimization.Kernels;

namespace AttnGen;

/// <summary>A group with the buffers that hold its parameters.</summary>
internal sealed record BuiltGroup(PlannedGroup Plan, IReadOnlyList<TunedParameter> Parameters, IReadOnlyList<FlatSegment> Segments)
{
    /// <summary>Lays the parameters of a group into buffers: one for all of an element type, a device and a weight decay.</summary>
    /// <exception cref="TuningException">The kernel that the options name cannot be used here. The parameters are as they were.</exception>
    public static BuiltGroup Build(PlannedTargets targets, TuningOptions options)
    {
        TunedParameter[] parameters =
        [
            .. targets.Adapted.Select(adapted => adapted.Parameter),
            .. targets.Parameters.Select(mapped => new TunedParameter(mapped.Path, mapped.Parameter, mapped.IsMatrix)),
        ];
        var decay = targets.Group.WeightDecay ?? options.WeightDecay;
        var segments = new List<FlatSegment>();
        try
        {
            foreach (var alike in parameters.GroupBy(tuned => (tuned.IsDecayed, tuned.Parameter.dtype, Device: tuned.Parameter.device.ToString())))
            {
                segments.Add(FlatSegment.Create([.. alike], alike.Key.IsDecayed ? decay : 0, options.MasterWeights, buffers => Choose(options.Kernel, buffers)));
            }
        }
        catch
        {
            Release(segments);
            throw;
        }

        return new BuiltGroup(targets.Group, parameters, segments);
    }

    /// <summary>Gives the parameters memory of their own back, and frees the buffers.</summary>
    public void Release() => Release(Segments);

    private static void Release(IEnumerable<FlatSegment> segments)
    {
        foreach (var segment in segments)
        {
            segment.Release();
            segment.Dispose();
        }
    }

    private static AdamWKernel Choose(OptimizerKernel kernel, AdamWSegment buffers) => kernel switch
    {
        OptimizerKernel.Managed => AdamWKernel.Managed,
        OptimizerKernel.Fused => AdamWKernel.Fused ?? throw new TuningException($"The fused AdamW of libtorch cannot be used here: {AdamWKernel.FusedProblem} Use OptimizerKernel.Automatic."),
        OptimizerKernel.Vector when AdamWKernel.Vector is not { } vector => throw new TuningException($"The vector kernel cannot be used here: {AdamWKernel.VectorProblem} Use OptimizerKernel.Automatic."),
        OptimizerKernel.Vector when !AdamWKernel.Vector.Takes(buffers) => throw new TuningException($"The vector kernel updates fp32 on the CPU, and a trained parameter is {buffers.Visible.dtype} on {buffers.Visible.device}. Use OptimizerKernel.Automatic."),
        OptimizerKernel.Vector => AdamWKernel.Vector,
        _ => AdamWKernel.BestFor(buffers),
    };
}
