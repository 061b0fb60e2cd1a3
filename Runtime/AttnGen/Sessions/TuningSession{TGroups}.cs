namespace AttnGen;

/// <summary>A session of a strategy known when compiling: its groups are properties.</summary>
/// <typeparam name="TGroups">The generated groups.</typeparam>
public sealed class TuningSession<TGroups> : TuningSession
{
    internal TuningSession(SessionParts parts, Func<TuningGroups, TGroups> groups)
        : base(parts) => Groups = groups(base.Groups);

    /// <summary>The groups that the strategy has, each a property: <c>tuning.Groups.Value.LearningRate</c>.</summary>
    public new TGroups Groups { get; }
}
