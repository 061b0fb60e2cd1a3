using AttnGen.Benchmarks.Speed;
using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Runs;

/// <summary>What one side needed for one shape.</summary>
internal sealed record StepResult
{
    /// <summary>The shape.</summary>
    public required string Shape { get; init; }

    /// <summary>Who trained.</summary>
    public required string Side { get; init; }

    /// <summary>The version of its libtorch.</summary>
    public string? Library { get; init; }

    /// <summary>The element type.</summary>
    public required string Precision { get; init; }

    public required int Layers { get; init; }

    public required int Width { get; init; }

    /// <summary>The encoder's matrices.</summary>
    public required long Parameters { get; init; }

    public long? Trained { get; init; }

    public required int Batch { get; init; }

    public required int Length { get; init; }

    /// <summary>The median step of each process, in milliseconds.</summary>
    public required IReadOnlyList<double> Rounds { get; init; }

    /// <summary>The median of these.</summary>
    public double? Milliseconds { get; init; }

    public double? TokensPerSecond { get; init; }

    /// <summary>The most megabytes of any process.</summary>
    public double? PeakMegabytes { get; init; }

    /// <summary>The step's operations (<see cref="StepFlops"/>) in TFLOP.</summary>
    public required double Teraflops { get; init; }

    /// <summary>The share of the measured product's rate, 0 to 1.</summary>
    public double? ShareOfCeiling { get; init; }

    public long? Launches { get; init; }

    /// <summary>Why launches were not counted.</summary>
    public string? LaunchesProblem { get; init; }

    /// <summary>What went wrong, or null.</summary>
    public string? Problem { get; init; }

    public static StepResult Of(StepTask task, string side, IReadOnlyList<StepSample> samples, Ceiling? ceiling)
    {
        var shape = task.Shape;
        var rounds = samples.Where(sample => sample.Milliseconds.Count > 0).Select(sample => Math.Round(Spread.Of(sample.Milliseconds).Median, 3)).ToList();
        double? milliseconds = rounds.Count == 0 ? null : Spread.Of(rounds).Median;
        var flops = StepFlops.Of(shape);
        var report = samples.Aggregate(new StepReport(), (all, sample) => all.With(sample.Report));
        return new StepResult
        {
            Shape = shape.Name, Side = side, Library = report.Library, Precision = $"{task.Precision}", Layers = shape.Configuration.Layers, Width = shape.Configuration.HiddenSize,
            Parameters = shape.Parameters, Trained = report.Trained, Batch = shape.Batch, Length = shape.Length, Rounds = rounds, Milliseconds = milliseconds,
            TokensPerSecond = milliseconds is { } time ? Math.Round(shape.Batch * shape.Length / (time / 1000)) : null,
            PeakMegabytes = samples.Max(sample => sample.Report.Memory) is { } memory ? Math.Round(memory) : null,
            Teraflops = Math.Round(flops / 1e12, 4),
            ShareOfCeiling = milliseconds is { } each && ceiling is not null ? Math.Round(flops / (each / 1000) / ceiling.Rate(task.Precision), 4) : null,
            Launches = report.Launches, LaunchesProblem = report.LaunchesProblem,
            Problem = samples.Select(sample => sample.Problem).FirstOrDefault(problem => problem is not null),
        };
    }
}
