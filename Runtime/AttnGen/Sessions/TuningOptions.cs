namespace AttnGen;

/// <summary>The numbers of a session that are not part of the strategy.</summary>
public sealed record TuningOptions
{
    /// <summary>The base learning rate, which each group's <c>LrScale</c> multiplies. Positive and finite; 1e-4 by default.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Decoupled weight decay of matrices where a declaration has none of its own; biases and norms have none. 0.01 by default.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>AdamW's decay of the first moment, in [0, 1); 0.9 by default.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's decay of the second moment, in [0, 1); 0.999 by default.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW's epsilon, positive; 1e-8 by default.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The largest global L2 norm of the gradients; a larger one is scaled down to it. 1 by default; null for no clipping.</summary>
    public double? MaxGradientNorm { get; init; } = 1;

    /// <summary>The factor of time on every group's rate. Constant by default.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant();

    /// <summary>The seed of new adapters, or null (the default) for TorchSharp's default generator.</summary>
    public long? Seed { get; init; }

    /// <summary>Which implementation of AdamW updates the parameters.</summary>
    public OptimizerKernel Kernel { get; init; } = OptimizerKernel.Automatic;

    /// <summary>Checks every number.</summary>
    /// <exception cref="ArgumentException">A number is out of range; the message names it.</exception>
    internal void Validate()
    {
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "positive and finite");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "zero or more and finite");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 to below 1");
        Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 to below 1");
        Require(Epsilon > 0 && double.IsFinite(Epsilon), nameof(Epsilon), Epsilon, "positive and finite");
        Require(MaxGradientNorm is null or > 0, nameof(MaxGradientNorm), MaxGradientNorm ?? 0, "positive, or null for no clipping");
        ArgumentNullException.ThrowIfNull(Schedule);
        if (!Enum.IsDefined(Kernel))
        {
            throw new ArgumentException($"TuningOptions.Kernel is {Kernel}, which is none of {string.Join(", ", Enum.GetNames<OptimizerKernel>())}.", nameof(Kernel));
        }
    }

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"TuningOptions.{name} is {value}; it must be {range}."), name);
        }
    }
}
