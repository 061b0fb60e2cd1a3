using Microsoft.Extensions.Options;

namespace AttnGen.Training;

/// <summary>What a host tunes a model with; <c>AddAttnGen</c> reads it from a configuration and checks it before the host starts.</summary>
/// <typeparam name="TModel">The model class.</typeparam>
public sealed class TuningSettings<TModel>
{
    private TuneStrategy<TModel>? strategy;

    /// <summary>The strategy.</summary>
    /// <exception cref="OptionsValidationException">None was set, or what was configured is wrong.</exception>
    public TuneStrategy<TModel> Strategy
    {
        get => strategy ?? throw new OptionsValidationException(Microsoft.Extensions.Options.Options.DefaultName, typeof(TuningSettings<TModel>), Missing);
        set => strategy = value;
    }

    /// <summary>The options; the defaults where nothing is configured.</summary>
    public TuningOptions Options { get; set; } = new();

    /// <summary>Why it cannot be used, as far as reading it found.</summary>
    internal List<string> Problems { get; } = [];

    internal bool HasStrategy => strategy is not null;

    /// <summary>Why there is no strategy.</summary>
    internal IReadOnlyList<string> Missing => Problems.Count > 0 ? Problems : [$"No strategy for {typeof(TModel).Name} is set. Set Strategy, or read it from a section of the configuration."];
}
