namespace AttnGen;

/// <summary>The names under which measurements and traces are listened to. Where nobody listens, nothing is measured.</summary>
public static class AttnGenTelemetry
{
    /// <summary>
    /// The meter, of sessions and of the training loop. A session measures <c>attngen.update.duration</c> (s), <c>attngen.loss</c> where it is given the loss,
    /// <c>attngen.gradient.norm</c> and, by <c>attngen.group</c>, <c>attngen.learning_rate</c>.
    /// </summary>
    public const string MeterName = "AttnGen";

    /// <summary>The source of activities: <c>attngen.run</c>, and in it <c>attngen.epoch</c>, <c>attngen.step</c>, <c>attngen.evaluation</c> and <c>attngen.state.save</c>.</summary>
    public const string ActivitySourceName = "AttnGen";
}
