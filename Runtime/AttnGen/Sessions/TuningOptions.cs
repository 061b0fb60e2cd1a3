using System.ComponentModel;
using AttnGen.CompilerServices;

namespace AttnGen;

/// <summary>The numbers of a session that are not part of the strategy.</summary>
public sealed record TuningOptions
{
    /// <summary>The base learning rate, which each group's <c>LrScale</c> multiplies. Positive and finite; 1e-4 by default.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Decoupled weight decay of matrices where a declaration has none of its own; biases, norms and the magnitudes of DoRA, which it would draw away from the norms of the weights, have none. 0.01 by default.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>AdamW's decay of the first moment, in [0, 1); 0.9 by default.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's decay of the second moment, in [0, 1); 0.999 by default.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW's epsilon, positive; 1e-8 by default.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The largest global L2 norm of the gradients; a larger one is scaled down to it. Positive and finite, 1 by default; null for no clipping.</summary>
    public double? MaxGradientNorm { get; init; } = 1;

    /// <summary>The factor of time on every group's rate. Constant by default.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant();

    /// <summary>The seed of new adapters, or null (the default) for TorchSharp's default generator.</summary>
    public long? Seed { get; init; }

    /// <summary>Which implementation of AdamW updates the parameters.</summary>
    public OptimizerKernel Kernel { get; init; } = OptimizerKernel.Automatic;

    /// <summary>
    /// Whether trained parameters in bf16 or fp16 are updated in fp32: the session keeps a master of each, with moments in fp32, and the model computes with
    /// the master's nearest value. Without it small updates are lost in the rounding. What else writes to such a parameter is overwritten by the next step.
    /// False by default; adapters are in fp32 anyway.
    /// </summary>
    public bool MasterWeights { get; init; }

    /// <summary>The element type of the weights that are not trained. <see cref="Precision.Float32"/> by default.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// The most bytes of copies that a session may keep of frozen weights on the CPU, in a layout that oneDNN multiplies by without rearranging them at each product: all of them, or none
    /// where they would take more. Passes with gradients enabled use them; without (<c>no_grad</c>), a model predicts the same in a session and out of one, bit for bit. One copy in float32 and two in bfloat16, so that a model with 11 million frozen elements has 42 MB of them in either. Zero or more; 256 MiB by default, 0 for none.
    /// A weight that is changed is copied anew; where a program changes a few of its elements through their memory (<c>data&lt;T&gt;()</c>), past libtorch, that is seen some steps later only.
    /// </summary>
    public long MaxWeightCopyBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Where the numbers are declared; no part of the value.</summary>
    internal NumberOrigins Origins { get; private init; } = NumberOrigins.None;

    /// <summary>Reads the options that a strategy of a <c>*.attngen.json</c> file states; the defaults are kept for what it leaves out.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="name">The strategy's name in it.</param>
    /// <exception cref="StrategyFileException">The file cannot be read, something in it is wrong, or it has no such strategy.</exception>
    public static TuningOptions FromFile(string path, string name) => StrategyDocument.Load(path).Options(name);

    /// <summary>The same options, with where the numbers are declared; generated code calls it.</summary>
    /// <param name="origins">The table.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TuningOptions WithOrigins(NumberOrigins origins)
    {
        ArgumentNullException.ThrowIfNull(origins);
        return this with { Origins = origins };
    }

    /// <summary>Checks every number; a session does it when it begins.</summary>
    /// <exception cref="ArgumentException">A number is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(OptionsRules.LearningRate(LearningRate), nameof(LearningRate));
        Require(OptionsRules.WeightDecay(WeightDecay), nameof(WeightDecay));
        Require(OptionsRules.Beta(nameof(Beta1), Beta1), nameof(Beta1));
        Require(OptionsRules.Beta(nameof(Beta2), Beta2), nameof(Beta2));
        Require(OptionsRules.Epsilon(Epsilon), nameof(Epsilon));
        Require(MaxGradientNorm is { } norm ? OptionsRules.MaxGradientNorm(norm) : null, nameof(MaxGradientNorm));
        Require(OptionsRules.MaxWeightCopyBytes(MaxWeightCopyBytes), nameof(MaxWeightCopyBytes));
        ArgumentNullException.ThrowIfNull(Schedule);
        if (!Enum.IsDefined(Precision))
        {
            throw new ArgumentException($"TuningOptions.Precision is {Precision}, which is none of {string.Join(", ", Enum.GetNames<Precision>())}.", nameof(Precision));
        }

        if (!Enum.IsDefined(Kernel))
        {
            throw new ArgumentException($"TuningOptions.Kernel is {Kernel}, which is none of {string.Join(", ", Enum.GetNames<OptimizerKernel>())}.", nameof(Kernel));
        }
    }

    private static void Require(string? problem, string name)
    {
        if (problem is not null)
        {
            throw new ArgumentException($"TuningOptions.{problem}", name);
        }
    }
}
