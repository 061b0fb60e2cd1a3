using AttnGen.Adapters;
using AttnGen.CompilerServices;
using TorchSharp;

namespace AttnGen;

/// <summary>
/// What a strategy stores for a model, to the byte and before anything is allocated: the elements alone, without what aligns them in a session's buffers. That is up to 15
/// elements a tensor, and up to 48 for each of a group's buffers (one for each element type and device, with weight decay or without), in each of four: parameters, gradients
/// and two moments; in a fifth where there are masters.
/// </summary>
public sealed record StrategyFootprint
{
    private StrategyFootprint(IReadOnlyList<GroupFootprint> groups, long projectionParameters, long projectionBytes) =>
        (Groups, ProjectionParameters, ProjectionBytes) = (groups, projectionParameters, projectionBytes);

    /// <summary>The groups, in the session's order.</summary>
    public IReadOnlyList<GroupFootprint> Groups { get; }

    /// <summary>How many elements are trained for the projections: those of the adapters, or of the matrices and their biases; the head is not among them.</summary>
    public long ProjectionParameters { get; }

    /// <summary>How many bytes they take: what a saved adapter holds beside the head.</summary>
    public long ProjectionBytes { get; }

    /// <summary>How many elements are trained.</summary>
    public long Parameters => Groups.Sum(group => group.Parameters);

    /// <summary>How many bytes the trained tensors take.</summary>
    public long Bytes => Groups.Sum(group => group.Bytes);

    /// <summary>How many bytes the gradients take.</summary>
    public long GradientBytes => Groups.Sum(group => group.GradientBytes);

    /// <summary>How many bytes the optimizer's state takes.</summary>
    public long OptimizerBytes => Groups.Sum(group => group.OptimizerBytes);

    /// <summary>
    /// The upper bound of Theorem 1 on the generalization gap, in general shapes: <c>sqrt(2 R^2 / N * q * P)</c> with P the <see cref="ProjectionParameters"/>. For LoRA on
    /// m matrices a layer this is the paper's <c>sqrt(2 m R^2 / N * q * r * sum (d_in + d_out))</c>.
    /// </summary>
    /// <remarks>
    /// It is a bound by the bits that training can store, for a loss that is R-subgaussian, not an estimate of the gap: in practice it is far above it. The ratio of two bounds
    /// compares the bounds, not the errors. The paper states it for adapters; for full tuning and DoRA the same argument counts what they store. The head is left out, as there.
    /// </remarks>
    /// <param name="samples">N, the number of training examples.</param>
    /// <param name="bits">q, the bits of a stored parameter; 32 by default.</param>
    /// <param name="subgaussian">R, the loss's subgaussian parameter; 1 by default. A loss within [a, b] has (b - a) / 2.</param>
    /// <exception cref="ArgumentException">A number is not positive, or not finite.</exception>
    public double GeneralizationBound(long samples, double bits = 32, double subgaussian = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        Require(bits, nameof(bits));
        Require(subgaussian, nameof(subgaussian));
        return subgaussian * Math.Sqrt(2 * bits * ProjectionParameters / samples);
    }

    /// <summary>
    /// The ratio of this strategy's bound to another's at the same N, q and R: <c>sqrt(P / P')</c>. Q and V against Q, K and V at the same rank and equal shapes is
    /// <c>sqrt(2 / 3) = 0.816</c>.
    /// </summary>
    /// <param name="other">What it is compared with.</param>
    /// <exception cref="ArgumentException">The other one tunes no projection: its bound is 0.</exception>
    public double BoundRatio(StrategyFootprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.ProjectionParameters > 0
            ? Math.Sqrt((double)ProjectionParameters / other.ProjectionParameters)
            : throw new ArgumentException("The other strategy tunes no projection: its bound is 0, and there is no ratio to it.", nameof(other));
    }

    internal static StrategyFootprint Of(TuningPlan plan, bool masterWeights)
    {
        var heads = plan.Map.HeadParameters.Select(parameter => parameter.Path).ToHashSet(StringComparer.Ordinal);
        var groups = new List<GroupFootprint>();
        var (parameters, bytes) = (0L, 0L);
        foreach (var group in plan.Groups)
        {
            var adapted = group.Adapted.Select(tensor => (
                Count: tensor.Tensor.Shape.Aggregate(1L, (product, side) => product * side),
                Size: Adapter.ElementType(tensor.Projection.Linear.weight.dtype) == torch.ScalarType.Float64 ? sizeof(double) : (long)sizeof(float),
                IsHead: false));
            var own = group.Parameters.Select(mapped => (Count: mapped.Parameter.numel(), Size: (long)mapped.Parameter.element_size(), IsHead: heads.Contains(mapped.Path)));
            var all = adapted.Concat(own).ToList();
            groups.Add(new GroupFootprint(group.Group.Name, all.Count, all.Sum(tensor => tensor.Count), all.Sum(tensor => tensor.Count * tensor.Size), all.Sum(tensor => tensor.Count * StateSize(tensor.Size, masterWeights))));
            parameters += all.Where(tensor => !tensor.IsHead).Sum(tensor => tensor.Count);
            bytes += all.Where(tensor => !tensor.IsHead).Sum(tensor => tensor.Count * tensor.Size);
        }

        return new StrategyFootprint(groups, parameters, bytes);
    }

    /// <summary>Two moments of the parameter's own type, or two and a master in fp32.</summary>
    private static long StateSize(long size, bool masterWeights) => masterWeights && size == 2 ? 3 * sizeof(float) : 2 * size;

    private static void Require(double value, string name)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "It is positive and finite.");
        }
    }
}
