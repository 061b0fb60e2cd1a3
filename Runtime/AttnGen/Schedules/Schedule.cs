using System.Globalization;

namespace AttnGen;

/// <summary>
/// A factor of time that multiplies every group's own learning rate, so that the ratio of two groups' rates (lambda) is the same at every step.
/// </summary>
public abstract record Schedule
{
    /// <summary>The factor of one update.</summary>
    /// <param name="step">The update, from 0.</param>
    /// <returns>Zero or more, and finite; 1 is the group's own rate. A session refuses to step by any other.</returns>
    public abstract double Factor(long step);

    /// <summary>The schedule in words, the same in every culture, also where its class leaves them to the compiler: run states compare them.</summary>
    internal string InvariantText
    {
        get
        {
            var culture = CultureInfo.CurrentCulture;
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            try
            {
                return ToString();
            }
            finally
            {
                CultureInfo.CurrentCulture = culture;
            }
        }
    }

    /// <summary>No decay, after an optional warm-up. The default.</summary>
    /// <param name="warmup">The updates over which the factor rises to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="warmup"/> is negative.</exception>
    public static Schedule Constant(long warmup = 0) => new ConstantSchedule(warmup);

    /// <summary>Linear decay to zero at the end of the run, after an optional warm-up.</summary>
    /// <param name="total">The updates of the whole run; at least 1.</param>
    /// <param name="warmup">The updates over which the factor rises to 1; fewer than <paramref name="total"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Schedule Linear(long total, long warmup = 0) => new LinearSchedule(total, warmup);

    /// <summary>Half a cosine from 1 to zero at the end of the run, after an optional warm-up (Loshchilov and Hutter 2016, without restarts).</summary>
    /// <param name="total">The updates of the whole run; at least 1.</param>
    /// <param name="warmup">The updates over which the factor rises to 1; fewer than <paramref name="total"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Schedule Cosine(long total, long warmup = 0) => new CosineSchedule(total, warmup);

    /// <summary>The rise of a warm-up: <c>(step + 1) / warmup</c>, so that no update is spent at a rate of zero.</summary>
    /// <param name="step">The update, from 0.</param>
    /// <param name="warmup">The warm-up's length.</param>
    private protected static double WarmUp(long step, long warmup) => step < warmup ? (step + 1) / (double)warmup : 1;

    /// <summary>How much of the decay has passed: 0 right after the warm-up, 1 at the end.</summary>
    private protected static double Progress(long step, long total, long warmup) =>
        Math.Clamp((step - warmup) / (double)(total - warmup), 0, 1);

    /// <summary>A schedule in words, the same in every culture: run states compare it.</summary>
    private protected static string Words(string shape, long warmup) =>
        warmup == 0 ? shape : FormattableString.Invariant($"{shape}, warm-up {warmup}");

    private protected static void CheckWarmup(long warmup) => ArgumentOutOfRangeException.ThrowIfNegative(warmup);

    private protected static void CheckLength(long total, long warmup)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        CheckWarmup(warmup);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(warmup, total);
    }
}
