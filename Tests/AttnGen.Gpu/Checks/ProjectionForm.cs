namespace AttnGen.Gpu.Checks;

/// <summary>What of a layer's projections is trained, and how.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Strategy">The strategy, or null for three frozen matrices without a session.</param>
internal sealed record ProjectionForm(string Name, TuneStrategy<CheckedModel>? Strategy)
{
    private const int Rank = 4;
    private const double Alpha = 8;

    /// <summary>What the adapters' products are multiplied by.</summary>
    public const double Scale = Alpha / Rank;

    public static IReadOnlyList<ProjectionForm> All { get; } =
    [
        new("no adapter", null),
        new("LoRA on Q and V", Of(strategy => strategy.Lora(Rank, Alpha).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 4))),
        new("LoRA on Q, K and V", Of(strategy => strategy.Lora(Rank, Alpha).Tune(Matrix.Q).Tune(Matrix.K).Tune(Matrix.V))),
        new("Q and V tuned in full, K frozen", Of(strategy => strategy.Full().Tune(Matrix.Q).Tune(Matrix.V).Freeze(Matrix.K))),
        new("full tuning", Of(strategy => strategy.Full().Tune(Matrix.Q | Matrix.K | Matrix.V))),
    ];

    private static TuneStrategy<CheckedModel> Of(Action<TuneStrategyBuilder> declare) => TuneStrategy<CheckedModel>.Create(declare);
}
