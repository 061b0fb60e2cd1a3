using System.Text.Json.Nodes;
using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Results;

public sealed class TrainingReportTests : IDisposable
{
    private const string Expected = """
        {
          "format": "attngen.run/1",
          "name": "imdb – \"λ\" <1>",
          "started": "2026-03-04T05:06:07+00:00",
          "seconds": 12.5,
          "completed": true,
          "versions": {
            "attnGen": "0.1.0",
            "torchSharp": "0.107.0",
            "runtime": ".NET 10",
            "system": "Linux",
            "architecture": "X64",
            "processors": 2,
            "threads": 1
          },
          "peakMemoryBytes": 123456789,
          "seeds": {
            "data": -3,
            "run": 1
          },
          "settings": {
            "rank": 8,
            "rate": 0.001,
            "targets": "qv"
          },
          "results": {
            "accuracy": 0.84
          },
          "evaluations": [
            {"step":2,"epoch":0,"result":{"loss":0.4375,"metrics":{"accuracy":0.84},"examples":2000,"seconds":1.5}}
          ],
          "steps": [
            {"step":1,"epoch":0,"loss":0.6931471805599453,"rates":{"query":0.001,"value":0.004},"examples":16,"tokens":2048,"seconds":0.25,"waitSeconds":0.0625,"gradientNorm":0.5},
            {"step":2,"epoch":0,"loss":"NaN","rates":{"query":5E-07,"value":2E-06},"examples":8,"tokens":640,"seconds":0.125}
          ]
        }

        """;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("attngen-report-");

    private static TrainingReport Report => new()
    {
        Name = "imdb – \"λ\" <1>",
        Started = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        Seconds = 12.5,
        Completed = true,
        Versions = new RunVersions("0.1.0", "0.107.0", ".NET 10", "Linux", "X64", 2, 1),
        PeakMemoryBytes = 123456789,
        Seeds = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["run"] = 1, ["data"] = -3 },
        Settings = new JsonObject { ["rank"] = 8, ["rate"] = 1e-3, ["targets"] = "qv" },
        Results = new JsonObject { ["accuracy"] = 0.84 },
        Evaluations = [new EvaluationReport(2, 0, new EvaluationResult(0.4375, new Dictionary<string, double> { ["accuracy"] = 0.84 }, 2000, 1.5))],
        Steps =
        [
            new StepReport(1, 0, Math.Log(2), [new GroupRate("query", 1e-3), new GroupRate("value", 4e-3)], 16, 2048, 0.25) { WaitSeconds = 0.0625, GradientNorm = 0.5, Next = new SamplerState(1, 0, 1, "plan") },
            new StepReport(2, 0, double.NaN, [new GroupRate("query", 5e-7), new GroupRate("value", 2e-6)], 8, 640, 0.125),
        ],
    };

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Its_JSON_has_this_shape() => Assert.Equal(Expected, Report.ToJson());

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void Another_culture_changes_no_byte(string culture) => Assert.Equal(Report.ToJson(), Cultures.In(culture, () => Report.ToJson()));

    [Fact]
    public void What_was_written_is_read_again_as_it_was()
    {
        TrainingReport read = Cultures.In("de-DE", () => TrainingReport.FromJson(Report.ToJson()));
        Assert.Equal(Report.ToJson(), read.ToJson());
        Assert.Equal(0.84, read.Evaluations[0].Result.Accuracy);
        Assert.True(double.IsNaN(read.Steps[1].Loss));
        Assert.Equal([new GroupRate("query", 1e-3), new GroupRate("value", 4e-3)], read.Steps[0].Rates);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_is_no_report_is_refused(string json) =>
        Assert.StartsWith("Not a report of a run", Assert.Throws<InvalidDataException>(() => TrainingReport.FromJson(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("attngen.run/1", "attngen.run/2", "format \"attngen.run/2\"")]
    [InlineData("\"steps\": [", "\"steps\": [null,", "An element is null")]
    [InlineData("\"query\":0.001", "\"query\":\"fast\"", "rate of the group \"query\" is not a number")]
    [InlineData("\"rates\":{\"query\":0.001,\"value\":0.004}", "\"rates\":[]", "rates of the groups was expected")]
    public void A_damaged_report_is_refused_with_the_reason(string part, string damage, string reason)
    {
        string damaged = Report.ToJson().Replace(part, damage, StringComparison.Ordinal);
        Assert.NotEqual(Report.ToJson(), damaged);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TrainingReport.FromJson(damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_holds_the_JSON_and_a_picture_beside_it_is_a_PNG()
    {
        string json = Path.Combine(directory.FullName, "new", "run.json");
        string png = Path.Combine(directory.FullName, "run.png");
        Report.Save(json);
        TrainingPicture.Save(Report, png);
        Assert.Equal(Expected, File.ReadAllText(json));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(png)[..4]);
        Assert.Equal(2, Directory.GetFiles(directory.FullName, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_recorder_keeps_what_a_run_told()
    {
        RunRecorder recorder = new("recorded");
        foreach (StepReport step in Report.Steps)
        {
            recorder.OnStep(step);
        }

        recorder.OnEvaluation(Report.Evaluations[0]);
        Assert.False(recorder.Report().Completed);
        recorder.OnEnd(new TrainingOutcome(true, 2, 24, 0.5, 3.25, new SamplerState(1, 1, 0, "plan"), Report.Evaluations[0]));
        JsonObject settings = new() { ["rank"] = 4 };
        TrainingReport report = recorder.Report(settings, new Dictionary<string, long> { ["run"] = 9 }, new JsonObject { ["accuracy"] = 0.5 });
        settings["rank"] = 5;
        Assert.Equal((true, 3.25, 2, 1), (report.Completed, report.Seconds, report.Steps.Count, report.Evaluations.Count));
        Assert.Equal(("recorded", 9L, 4), (report.Name, report.Seeds["run"], (int)report.Settings["rank"]!));
        Assert.True(report.PeakMemoryBytes > 0);
        Assert.Equal(RunVersions.Current(), report.Versions);
    }
}
