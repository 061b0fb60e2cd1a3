using AttnGen.Benchmarks.Speed;

namespace AttnGen.Benchmarks.Tests.Speed;

public sealed class SpeedTableTests
{
    private static readonly SpeedMachine Machine = new("processor", "vectors", 2, "system", "runtime", "1", "2");

    public static TheoryData<string> Committed => [.. SpeedResults.CommittedPaths.Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Committed))]
    public void The_readme_has_the_table_of_the_committed_measurements(string name)
    {
        var path = SpeedResults.CommittedPaths.Single(path => Path.GetFileName(path) == name);
        Assert.Equal(SpeedTable.Markdown(SpeedResults.Read(path)!), SpeedTable.In(File.ReadAllText(SpeedTable.PageOf(path)), path));
    }

    [Fact]
    public void A_target_that_is_missed_says_so_with_the_number() =>
        Assert.Contains("| 1 | 10.0 ms | 50.0 ms | 5.00 (5.00 to 5.00) | at least 10.0 | **missed**: 5.00 |", Table(Step(1, ours: 10, theirs: 50)), StringComparison.Ordinal);

    [Fact]
    public void A_target_that_is_reached_says_so() =>
        Assert.Contains("| 1 | 10.0 ms | 120 ms | 12.0 (12.0 to 12.0) | at least 10.0 | yes |", Table(Step(1, ours: 10, theirs: 120)), StringComparison.Ordinal);

    [Fact]
    public void The_ratio_is_the_median_of_the_processes_ratios_and_not_the_ratio_of_the_medians() =>
        Assert.Contains("| 2.00 (1.50 to 3.00) |", Table(Step(1, ours: 10, theirs: 10), Step(2, ours: 1, theirs: 2), Step(3, ours: 2, theirs: 8)), StringComparison.Ordinal);

    [Theory]
    [InlineData("over one new process for each row", 1)]
    [InlineData("over 3 new processes for each row", 1, 2, 3)]
    public void The_caption_tells_the_number_of_processes(string caption, params int[] processes) =>
        Assert.Contains(caption, Table([.. processes.Select(process => Step(process, ours: 1, theirs: 20))]), StringComparison.Ordinal);

    [Fact]
    public void A_target_that_no_process_measured_stands_there_too()
    {
        Assert.EndsWith($"over no process for each row; {Machine}. Not measured: {string.Join(", ", SpeedCases.All.Select(each => each.Name))}.\n", Table(), StringComparison.Ordinal);

        var table = Table(new SpeedRun("adamw-full", 1, 1, "ms", new Dictionary<string, Spread> { ["attngen"] = Spread.Of([1]), ["torchsharp"] = Spread.Of([8]) }, new Dictionary<string, string>()));
        Assert.Contains("8.00 (8.00 to 8.00) | at least 8.00 | yes |", table, StringComparison.Ordinal);
        Assert.Equal(1, table.Split("| not measured |").Length - 1);
        Assert.DoesNotContain("bytes alone", table, StringComparison.Ordinal);
        Assert.DoesNotContain("adamw-full,", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_takes_the_place_of_the_one_before()
    {
        const string text = "before\n<!-- speed-table of a.json -->\nold\n<!-- end of speed-table -->\nafter";
        var replaced = SpeedTable.Replace(text, "b/a.json", "new\n");
        Assert.Equal("new\n", SpeedTable.In(replaced, "a.json"));
        Assert.Equal(text, SpeedTable.Replace(replaced, "a.json", "old\n"));
        Assert.Throws<InvalidDataException>(() => SpeedTable.In("<!-- end of speed-table -->\n<!-- speed-table of a.json -->\n", "a.json"));
        Assert.Throws<InvalidDataException>(() => SpeedTable.In(text, "b.json"));
    }

    private static string Table(params SpeedRun[] runs) => SpeedTable.Markdown(new SpeedResults(Machine, runs));

    private static SpeedRun Step(int process, double ours, double theirs) => new(
        "step-lora", 1, process, "ms", new Dictionary<string, Spread> { ["attngen"] = Spread.Of([ours]), ["torchsharp"] = Spread.Of([theirs]) }, new Dictionary<string, string>());
}
