namespace AttnGen.Training;

/// <summary>When a <see cref="StateKeeper"/> saves. Without either, the default, only a run that was stopped is saved.</summary>
public sealed record StateKeeperOptions
{
    /// <summary>Saves after each step whose number this divides; null, the default, does not.</summary>
    public int? EverySteps { get; init; }

    /// <summary>Saves after the first step that ends this long after the last saved state, or after the run's start; null, the default, does not.</summary>
    public TimeSpan? Every { get; init; }

    internal void Check()
    {
        if (EverySteps is { } steps)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps, nameof(EverySteps));
        }

        if (Every is { } time)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(Every));
        }
    }
}
