using System.Diagnostics;

namespace AttnGen.Benchmarks.Speed;

/// <summary>
/// Measures variants in turn, round by round. Until the runtime's first collections TorchSharp's optimizers take half as long again, as their wrappers lie
/// in fresh memory; so everything runs first, the heap is collected, everything runs again, and only then the clock does.
/// </summary>
/// <param name="scale">Tiny makes one round, without a warm-up.</param>
internal sealed class Rounds(SpeedScale scale)
{
    private readonly List<(string Name, Action Prepare, Action Run)> variants = [];
    private int turn = 1;

    /// <summary>Adds a variant.</summary>
    /// <param name="name">Its name in the results.</param>
    /// <param name="run">What is timed.</param>
    /// <param name="prepare">What is done before each round, and not timed.</param>
    public Rounds Add(string name, Action run, Action? prepare = null)
    {
        variants.Add((name, prepare ?? (() => { }), run));
        return this;
    }

    /// <summary>Warms up, and measures in milliseconds.</summary>
    /// <param name="sample">Where the times go.</param>
    /// <param name="warmUp">Rounds before the clock runs; 0 where the caller warmed up.</param>
    /// <param name="rounds">Rounds that are measured.</param>
    /// <param name="turn">Runs of a variant in each round, before the next has its turn: more than one where what the others leave in the caches would be measured.</param>
    public void Measure(SpeedSample sample, int warmUp, int rounds, int turn = 1)
    {
        var isTiny = scale == SpeedScale.Tiny;
        this.turn = isTiny ? 1 : turn;
        Go(isTiny ? 0 : warmUp, null);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Go(isTiny ? 0 : (warmUp + 3) / 4, null);
        var times = variants.ToDictionary(variant => variant.Name, _ => new List<double>());
        Go(isTiny ? 1 : rounds, times);
        foreach (var (name, values) in times)
        {
            sample.Add(name, values);
        }
    }

    private void Go(int rounds, Dictionary<string, List<double>>? times)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, prepare, run) in variants)
            {
                for (var i = 0; i < turn; i++)
                {
                    prepare();
                    var began = Stopwatch.GetTimestamp();
                    run();
                    times?[name].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            }
        }
    }
}
