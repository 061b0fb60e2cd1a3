using System.Globalization;

namespace AttnGen.Training.Tests.Reports;

/// <summary>Results as a sweep writes them, without a sweep.</summary>
internal static class Runs
{
    public static readonly RunVersions Machine = new("0.1.0", "0.105", ".NET 10", "Linux", "X64", 2, 2);

    public static SweepResult Of(string task = "RTE", double score = 0.5, long seed = 1, double rate = 1e-4, double lambda = 1, string strategy = "LoRA QV", string metric = "accuracy") => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{task}-{strategy}-{rate}-{lambda}-{seed}"),
        Task = task,
        Strategy = strategy,
        StrategyHash = "hash",
        Targets = "QV",
        Method = "lora",
        Rank = 8,
        ValueLrScale = lambda,
        LearningRate = rate,
        Seed = seed,
        Status = SweepStatus.Finished,
        Metrics = new Dictionary<string, double> { [metric] = score },
        Parameters = new Dictionary<string, long> { ["query"] = 147_456, ["value"] = 147_456, ["head"] = 592_130 },
        ProjectionBytes = 1_179_648,
        OptimizerBytes = 7_096_336,
        Steps = 100,
        TrainingLoss = 0.25,
        Versions = Machine,
        Seconds = 10,
        SecondsPerStep = 0.125,
        PeakMemoryBytes = 1_000_000_000,
    };

    public static SweepResult Diverged(string task = "RTE", long seed = 1, double rate = 1e-4, double lambda = 1) =>
        Of(task, 0.35, seed, rate, lambda) with { Status = SweepStatus.Diverged, Reason = "The loss stayed at chance." };

    /// <summary>A run that was evaluated at these steps.</summary>
    public static SweepResult Curve(long seed, params (long Step, double Score)[] points) => Of(seed: seed) with
    {
        Evaluations = [.. points.Select(point => new EvaluationReport(point.Step, 0, new EvaluationResult(0.5, new Dictionary<string, double> { ["accuracy"] = point.Score }, 100, 1)))],
    };

    public static string Accuracy(string task) => "accuracy";
}
