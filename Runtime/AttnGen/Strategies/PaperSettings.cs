namespace AttnGen;

/// <summary>
/// The settings of the paper's RoBERTa experiments (arXiv 2410.02247, Table 2), for replication: <c>model.BeginTuning(new PaperStrategy(Matrix.Q | Matrix.V, PaperSettings.Dora(8), 4).For&lt;M&gt;(),
/// PaperSettings.Options(steps))</c>. Their mixed precision in fp16 is no part of it.
/// </summary>
public static class PaperSettings
{
    /// <summary>The scale's numerator of every adapter.</summary>
    public const double Alpha = 8;

    /// <summary>The probability of dropping an element of an adapter's input.</summary>
    public const double Dropout = 0.1;

    /// <summary>The longest text, in tokens.</summary>
    public const int MaxLength = 128;

    /// <summary>Examples an update.</summary>
    public const int BatchSize = 32;

    /// <summary>The base learning rate of Table 2, of Q and K and, where <see cref="Grouping.Paper"/> is chosen, of the head's matrices.</summary>
    public const double LearningRate = 1e-4;

    /// <summary>
    /// AdamW with beta1 0.9, beta2 0.99, epsilon 1e-8 and no weight decay, gradients clipped to a norm of 1, and a linear decay to zero without warm-up.
    /// </summary>
    /// <param name="steps">The updates of the whole run; at least 1.</param>
    /// <param name="rate">The base learning rate; positive and finite.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static TuningOptions Options(long steps, double rate = LearningRate)
    {
        var options = new TuningOptions { LearningRate = rate, Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8, WeightDecay = 0, MaxGradientNorm = 1, Schedule = Schedule.Linear(steps) };
        options.Validate();
        return options;
    }

    /// <summary>LoRA with their alpha and dropout.</summary>
    /// <param name="rank">The rank; 8 or 16 in Table 2.</param>
    /// <exception cref="ArgumentException">The rank is out of range.</exception>
    public static LoraTuning Lora(int rank) => new(rank, Alpha, Dropout);

    /// <summary>DoRA with their alpha and dropout.</summary>
    /// <param name="rank">The rank; 8 or 16 in Table 2.</param>
    /// <exception cref="ArgumentException">The rank is out of range.</exception>
    public static DoraTuning Dora(int rank) => new(rank, Alpha, Dropout);
}
