using AttnGen.Benchmarks.Speed;
using AttnGen.Tests.Shared;

namespace AttnGen.Benchmarks.Tests.Speed;

public sealed class SpeedResultsTests
{
    [Fact]
    public void What_is_written_is_read_again_a_line_for_each_run()
    {
        using var directory = new OwnDirectory();
        var path = Path.Combine(directory.Path, "speed.json");
        var results = new SpeedResults(SpeedMachine.Current(), []).With(Run(2, 20)).With(Run(1, 10)).With(Run(2, 30));
        results.Write(path);
        var read = SpeedResults.Read(path)!;
        Assert.Equal(results.Machine, read.Machine);
        Assert.Equal([10, 30], read.Runs.Select(run => run.Variants["attngen"].Median));
        Assert.Equal(2, File.ReadLines(path).Count(line => line.StartsWith("{\"case\":", StringComparison.Ordinal)));
    }

    [Fact]
    public void Quartiles_are_between_their_neighbours() => Assert.Equal(new Spread(2.5, 1.75, 3.25, 4), Spread.Of([4, 1, 3, 2]));

    [Fact]
    public void Nothing_has_no_median() => Assert.Throws<ArgumentException>(() => Spread.Of([]));

    private static SpeedRun Run(int process, double median) =>
        new("step-lora", 1, process, "ms", new Dictionary<string, Spread> { ["attngen"] = Spread.Of([median]) }, new Dictionary<string, string> { ["kernel"] = "vector" });
}
