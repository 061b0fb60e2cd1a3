using Microsoft.Extensions.Logging;

namespace HostedTraining;

/// <summary>What the application says beside the library.</summary>
internal static partial class HostMessages
{
    [LoggerMessage(101, LogLevel.Information, "{Text}", EventName = "Fetching")]
    public static partial void Fetching(this ILogger logger, string text);

    [LoggerMessage(102, LogLevel.Information, "{Trainable} of {All} parameters are trained: {Strategy}", EventName = "Prepared")]
    public static partial void Prepared(this ILogger logger, long trainable, long all, string strategy);

    [LoggerMessage(108, LogLevel.Debug, "{Explanation}", EventName = "Explained")]
    public static partial void Explained(this ILogger logger, string explanation);

    [LoggerMessage(103, LogLevel.Information, "Stopped after step {Step}; started again, the run goes on from there", EventName = "Stopped")]
    public static partial void Stopped(this ILogger logger, long step);

    [LoggerMessage(104, LogLevel.Information, "Stopped before the first step", EventName = "StoppedBefore")]
    public static partial void StoppedBefore(this ILogger logger);

    [LoggerMessage(105, LogLevel.Information, "Finished: accuracy {Accuracy:F4} on {Examples} unseen reviews, saved in '{Output}', weights {Weights}", EventName = "Finished")]
    public static partial void Finished(this ILogger logger, double accuracy, long examples, string output, string weights);

    [LoggerMessage(106, LogLevel.Information, "The run in '{Output}' was finished before: {Result}. Training:Repeat does it once more", EventName = "FinishedBefore")]
    public static partial void FinishedBefore(this ILogger logger, string output, string result);

    [LoggerMessage(107, LogLevel.Critical, "{Problem}", EventName = "Refused")]
    public static partial void Refused(this ILogger logger, string problem);
}
