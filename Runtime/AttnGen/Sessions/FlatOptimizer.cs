using AttnGen.Optimization.Kernels;

namespace AttnGen;

/// <summary>A session's segments and the kernels that update them. Its lists are made once: a step makes none.</summary>
internal sealed class FlatOptimizer
{
    private readonly (FlatSegment Segment, double LearningRate)[] segments;
    private readonly (AdamWKernel Kernel, AdamWSegment[] Segments)[] kernels;
    private readonly TuningOptions options;

    public FlatOptimizer(IReadOnlyList<BuiltGroup> groups, TuningOptions options)
    {
        this.options = options;
        segments = [.. groups.SelectMany(group => group.Segments.Select(segment => (segment, options.LearningRate * group.Plan.LrScale)))];
        Segments = [.. segments.Select(entry => entry.Segment)];
        kernels = [.. Segments.GroupBy(segment => segment.Kernel).Select(alike => (alike.Key, alike.Select(segment => segment.Buffers).ToArray()))];
        Name = string.Join(" and ", kernels.Select(entry => entry.Kernel.Name)) + (Segments.Any(segment => segment.Buffers.Copy is not null) ? ", fp32 masters" : "");
    }

    public IReadOnlyList<FlatSegment> Segments { get; }

    /// <summary>How it updates, in messages and run states.</summary>
    public string Name { get; }

    public void CollectGradients()
    {
        foreach (var (segment, _) in segments)
        {
            segment.CollectGradients();
        }
    }

    /// <summary>The global L2 norm; NaN or infinite only where a gradient is.</summary>
    public double GradientNorm()
    {
        if (kernels is [var only])
        {
            return only.Kernel.GradientNorm(only.Segments);
        }

        var squares = 0.0;
        foreach (var (kernel, buffers) in kernels)
        {
            var norm = kernel.GradientNorm(buffers);
            squares += norm * norm;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>The first parameter whose gradient is not finite, where the norm says that there is one.</summary>
    public TunedParameter FindNonFinite() => Segments.Select(segment => segment.FindNonFinite()).First(parameter => parameter is not null)!;

    /// <summary>Updates every segment at its group's rate, and zeroes the gradients.</summary>
    /// <param name="factor">The schedule's factor.</param>
    /// <param name="clip">What the gradients are multiplied by.</param>
    public void Update(double factor, double clip)
    {
        foreach (var (segment, rate) in segments)
        {
            segment.Kernel.Update(segment.Buffers, new AdamWSettings(rate * factor, options.Beta1, options.Beta2, options.Epsilon, segment.WeightDecay, clip));
        }
    }

    /// <summary>Zeroes the gradients, those too that a pass put elsewhere after the model's own <c>zero_grad()</c>.</summary>
    public void DropGradients()
    {
        CollectGradients();
        ZeroGradients();
    }

    public void ZeroGradients()
    {
        foreach (var segment in Segments)
        {
            segment.ZeroGradients();
        }
    }
}
