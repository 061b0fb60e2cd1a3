using System.Text.Json;
using AttnGen.Products;

namespace AttnGen;

/// <summary>What a state says beside its tensors. Two documents of the same run differ in <see cref="Step"/> and <see cref="Sampler"/> only.</summary>
internal sealed record RunStateDocument
{
    public required string Model { get; init; }

    public required string Strategy { get; init; }

    public required string StrategyHash { get; init; }

    public required string Schedule { get; init; }

    public required string Optimizer { get; init; }

    public required double LearningRate { get; init; }

    public required double WeightDecay { get; init; }

    public required double Beta1 { get; init; }

    public required double Beta2 { get; init; }

    public required double Epsilon { get; init; }

    public required double? MaxGradientNorm { get; init; }

    public required long Step { get; init; }

    public string Precision { get; init; } = nameof(AttnGen.Precision.Float32);

    public string? Sampler { get; init; }

    /// <summary>The kernels of the products by frozen weights; states of before there was a choice have none.</summary>
    public IReadOnlyList<RunStateProduct> Products { get; init; } = [];

    /// <summary>
    /// Whether <see cref="FrozenProducts.Kernel"/> was <see cref="ProductKernel.Standard"/>, which computes the products of one layer one by one and drops by libtorch's own dropout;
    /// null where neither is used, and in states of before.
    /// </summary>
    public bool? StandardProducts { get; init; }

    public static RunStateDocument Of(TuningSession session, string? sampler) => new()
    {
        Model = session.Model.GetType().FullName ?? session.Model.GetType().Name,
        Strategy = session.Strategy.Description,
        StrategyHash = session.Strategy.Hash,
        Schedule = session.Options.Schedule.InvariantText,
        Optimizer = $"AdamW {session.KernelName}",
        LearningRate = session.Options.LearningRate,
        WeightDecay = session.Options.WeightDecay,
        Beta1 = session.Options.Beta1,
        Beta2 = session.Options.Beta2,
        Epsilon = session.Options.Epsilon,
        MaxGradientNorm = session.Options.MaxGradientNorm,
        Step = session.StepCount,
        Precision = session.Options.Precision.ToString(),
        Sampler = sampler,
        Products = [.. UsedProducts.Of(session).Select(RunStateProduct.Of)],
        StandardProducts = UsedProducts.DependOnStandard(session) ? FrozenProducts.Kernel == ProductKernel.Standard : null,
    };

    public static RunStateDocument? Parse(string json) => JsonSerializer.Deserialize(json, RunStateJson.Default.RunStateDocument);

    public string ToJson() => JsonSerializer.Serialize(this, RunStateJson.Default.RunStateDocument);

    /// <summary>What would make the continued run another one, a line each.</summary>
    public IEnumerable<string> DifferencesFrom(RunStateDocument session)
    {
        foreach (var (name, saved, now) in new (string, object?, object?)[]
        {
            ("model", Model, session.Model), ("strategy", Strategy, session.Strategy), ("schedule", Schedule, session.Schedule),
            ("optimizer", Optimizer, session.Optimizer), ("learning rate", LearningRate, session.LearningRate), ("weight decay", WeightDecay, session.WeightDecay),
            ("beta1", Beta1, session.Beta1), ("beta2", Beta2, session.Beta2), ("epsilon", Epsilon, session.Epsilon),
            ("precision", Precision, session.Precision), ("largest gradient norm", MaxGradientNorm, session.MaxGradientNorm),
        })
        {
            if (!Equals(saved, now))
            {
                yield return FormattableString.Invariant($"{name}: the state has {saved ?? "none"}, the session {now ?? "none"}");
            }
        }

        if (StandardProducts is { } wasStandard && session.StandardProducts is { } isStandard && wasStandard != isStandard)
        {
            yield return wasStandard
                ? $"products: the state is of {nameof(ProductKernel.Standard)}, which computes them one by one, and FrozenProducts.Kernel is {FrozenProducts.Kernel}"
                : $"products: the state is of another kernel than {nameof(ProductKernel.Standard)}, which computes those of a layer together, and FrozenProducts.Kernel is {FrozenProducts.Kernel}";
        }
    }
}
