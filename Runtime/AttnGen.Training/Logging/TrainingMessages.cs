using Microsoft.Extensions.Logging;

namespace AttnGen.Training;

/// <summary>All messages of this assembly. Ids and names are for filters and alerts: they are not changed, and not used again.</summary>
internal static partial class TrainingMessages
{
    [LoggerMessage(1, LogLevel.Information, "The run begins: {TotalSteps} steps in {Epochs} epochs, {Rates}", EventName = "RunStarted")]
    public static partial void RunStarted(this ILogger logger, long totalSteps, int epochs, string rates);

    [LoggerMessage(2, LogLevel.Information, "The run goes on after step {Step} of {TotalSteps}, {Rates}", EventName = "RunResumed")]
    public static partial void RunResumed(this ILogger logger, long step, long totalSteps, string rates);

    [LoggerMessage(3, LogLevel.Information, "Step {Step} of {TotalSteps}: loss {Loss:F4}, {Rates}, {ExamplesPerSecond:F1} examples/s, {TokensPerSecond:F0} tokens/s", EventName = "StepCompleted")]
    public static partial void StepCompleted(this ILogger logger, long step, long totalSteps, double loss, string rates, double examplesPerSecond, double tokensPerSecond);

    [LoggerMessage(4, LogLevel.Information, "Epoch {Epoch} ended after step {Step}: mean loss {Loss:F4}", EventName = "EpochCompleted")]
    public static partial void EpochCompleted(this ILogger logger, int epoch, long step, double loss);

    [LoggerMessage(5, LogLevel.Information, "Evaluated {Examples} examples after step {Step} in {Seconds:F1} s: loss {Loss:F4}{Metrics}", EventName = "EvaluationCompleted")]
    public static partial void EvaluationCompleted(this ILogger logger, long examples, long step, double seconds, double loss, string metrics);

    [LoggerMessage(6, LogLevel.Information, "The run is complete: {Step} steps, {Examples} examples in {Seconds:F1} s", EventName = "RunCompleted")]
    public static partial void RunCompleted(this ILogger logger, long step, long examples, double seconds);

    [LoggerMessage(7, LogLevel.Information, "The run was stopped after step {Step}, {Seconds:F1} s after it began", EventName = "RunStopped")]
    public static partial void RunStopped(this ILogger logger, long step, double seconds);

    [LoggerMessage(8, LogLevel.Error, "The run ended after step {Step}: something was not finite", EventName = "RunDiverged")]
    public static partial void RunDiverged(this ILogger logger, long step, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "The run failed after step {Step}", EventName = "RunFailed")]
    public static partial void RunFailed(this ILogger logger, long step, Exception exception);

    [LoggerMessage(20, LogLevel.Debug, "Saved the state after step {Step} in '{Path}', in {Milliseconds:F0} ms", EventName = "StateSaved")]
    public static partial void StateSaved(this ILogger logger, long step, string path, double milliseconds);

    [LoggerMessage(21, LogLevel.Information, "Resumed the state after step {Step} (epoch {Epoch}, batch {Batch}) from '{Path}'", EventName = "StateResumed")]
    public static partial void StateResumed(this ILogger logger, long step, int epoch, int batch, string path);

    [LoggerMessage(22, LogLevel.Debug, "Removed the state '{Path}'", EventName = "StateForgotten")]
    public static partial void StateForgotten(this ILogger logger, string path);

    [LoggerMessage(23, LogLevel.Debug, "Removed {Count} half-written files that killed processes left beside '{Path}'", EventName = "LeftoversRemoved")]
    public static partial void LeftoversRemoved(this ILogger logger, int count, string path);
}
