using AttnGen.Benchmarks.Speed.Models;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>The resident memory over 500 steps with 150 whole matrices; TorchSharp's optimizer makes fewer, as its own grows with each.</summary>
internal sealed class AdamWFullMemory : ISpeedCase
{
    private const int Early = 20;
    private const int Late = 500;
    private const int PlainEarly = 15;
    private const int PlainLate = 25;
    private const string Ours = "attngen";
    private const string Theirs = "torchsharp";

    public string Name => "adamw-full-memory";

    public string Unit => "MB";

    public bool DependsOnThreads => false;

    public IReadOnlyList<string> Parts => [Ours, Theirs];

    public IReadOnlyList<SpeedTarget> Targets { get; } =
    [
        new($"resident memory after {Late} steps with 150 x [768, 768], against {Early}", $"{Ours} {Late}", $"{Ours} {Early}", SpeedDirection.Share, 1.01),
        new($"TorchSharp's after {PlainLate} such steps, against {PlainEarly}", $"{Theirs} {PlainLate}", $"{Theirs} {PlainEarly}", SpeedDirection.Share, null),
    ];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        var task = AdamWFull.Task(scale);
        if (part == Ours)
        {
            Run(sample, Ours, Early, Late, task.FillOurs, task.Session.Step);
        }
        else
        {
            Run(sample, Theirs, PlainEarly, PlainLate, task.FillTheirs, task.PlainStep);
        }
    }

    private static void Run(SpeedSample sample, string name, int early, int late, Action fill, Action step)
    {
        for (var count = 1; count <= late; count++)
        {
            fill();
            step();
            if (count == early || count == late)
            {
                sample.Add($"{name} {count}", [ProcessMemory.ResidentMegabytes()]);
            }
        }
    }
}
