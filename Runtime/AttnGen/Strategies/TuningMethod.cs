namespace AttnGen;

/// <summary>How the projections are tuned: <see cref="FullTuning"/>, <see cref="LoraTuning"/> or <see cref="DoraTuning"/>.</summary>
public abstract record TuningMethod
{
    private protected TuningMethod()
    {
    }

    /// <summary>The method in a word: <c>full</c>, <c>lora</c> or <c>dora</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The method in one line, the same in every culture; part of a strategy's hash.</summary>
    internal abstract string Describe();
}
