namespace AttnGen;

/// <summary>How the projections are tuned: <see cref="FullTuning"/> or <see cref="LoraTuning"/>.</summary>
public abstract record TuningMethod
{
    private protected TuningMethod()
    {
    }

    /// <summary>The method in one line, the same in every culture; part of a strategy's hash.</summary>
    internal abstract string Describe();
}
