namespace AttnGen;

/// <summary>
/// A strategy of the paper: some of Q, K and V by one method, V at lambda times the rate of the others, and the head at the base rate.
/// A value, for any model class: <see cref="For{TModel}"/> makes the strategy of one.
/// </summary>
public sealed record PaperStrategy
{
    private static readonly double[] Lambdas = [1, 2, 4, 8];

    /// <summary>Declares a strategy.</summary>
    /// <param name="targets">The tuned projections.</param>
    /// <param name="method">How they are tuned: <see cref="PaperSettings.Lora"/> and <see cref="PaperSettings.Dora"/> have the paper's numbers.</param>
    /// <param name="lambda">The factor on the rate of V, positive and finite; 1 where V is not tuned.</param>
    /// <exception cref="ArgumentException">No such projection, or a lambda that is out of range or has no V to speak of.</exception>
    public PaperStrategy(Matrix targets, TuningMethod method, double lambda = 1)
    {
        ArgumentNullException.ThrowIfNull(method);
        StrategyRules.Require(StrategyRules.LrScale(lambda), nameof(lambda));
        StrategyRules.Require(targets is Matrix.None || (targets & ~(Matrix.Q | Matrix.K | Matrix.V)) != 0 ? $"{targets} is no projection. The projections are Q, K and V, and their combinations." : null, nameof(targets));
        StrategyRules.Require(lambda == 1 || targets.HasFlag(Matrix.V) ? null : FormattableString.Invariant($"Lambda is {lambda}, and V, whose rate it multiplies, is not tuned."), nameof(lambda));
        Targets = targets;
        Method = method;
        Lambda = lambda;
    }

    /// <summary>{Q, K, V, QK, QV, KV, QKV} by {full, LoRA, DoRA} by rank 8 and 16 by lambda 1, 2, 4 and 8 where V is tuned: the rows of Table 2 are among them.</summary>
    public static IReadOnlyList<PaperStrategy> All { get; } =
    [
        .. from targets in new[] { Matrix.Q, Matrix.K, Matrix.V, Matrix.Q | Matrix.K, Matrix.Q | Matrix.V, Matrix.K | Matrix.V, Matrix.Q | Matrix.K | Matrix.V }
           from method in new TuningMethod[] { new FullTuning(), PaperSettings.Lora(8), PaperSettings.Lora(16), PaperSettings.Dora(8), PaperSettings.Dora(16) }
           from lambda in targets.HasFlag(Matrix.V) ? Lambdas : [1]
           select new PaperStrategy(targets, method, lambda),
    ];

    /// <summary>The tuned projections.</summary>
    public Matrix Targets { get; }

    /// <summary>How they are tuned.</summary>
    public TuningMethod Method { get; }

    /// <summary>The factor on the rate of V.</summary>
    public double Lambda { get; }

    /// <summary>The strategy in a few words, as in Table 2: <c>DoRA QV r8 l4</c>, <c>full QKV l1</c>.</summary>
    public override string ToString()
    {
        var (method, rank) = Method is LowRankTuning lowRank ? (lowRank.Kind.Title(), FormattableString.Invariant($" r{lowRank.Rank}")) : (Method.Name, "");
        var targets = string.Concat(new[] { Matrix.Q, Matrix.K, Matrix.V }.Where(role => Targets.HasFlag(role)));
        return FormattableString.Invariant($"{method} {targets}{rank} l{Lambda}");
    }

    /// <summary>The strategy for a model class.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="grouping">Into which groups the parameters go; the authors' own, with the head's matrices beside K and every bias and magnitude beside V, by <see cref="Grouping.Paper"/>.</param>
    /// <exception cref="ArgumentException">There is no such grouping.</exception>
    public TuneStrategy<TModel> For<TModel>(Grouping grouping = Grouping.Strict) => TuneStrategy<TModel>.Create(strategy =>
    {
        strategy.Use(Method).Grouping(grouping);
        foreach (var role in new[] { Matrix.Q, Matrix.K, Matrix.V }.Where(role => Targets.HasFlag(role)))
        {
            strategy.Tune(role, lrScale: role == Matrix.V ? Lambda : 1);
        }
    });
}
