using System.Text.Json.Nodes;
using System.Xml.Linq;
using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Reports;

/// <summary>The page as a whole: one file, escaped, the same everywhere.</summary>
public sealed class SweepReportTests : IDisposable
{
    private const string Wild = "a<b> & \"c\" 'd' </style><script>alert(1)</script> \u03BB \U0001F600 \0\u001B\uD800]]>";
    private const string Tamed = "a<b> & \"c\" 'd' </style><script>alert(1)</script> \u03BB \U0001F600 \uFFFD\uFFFD\uFFFD]]>";

    private readonly OwnDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_page_needs_nothing_outside_of_it_and_runs_nothing()
    {
        XElement page = Pages.Read(Whole().ToHtml());
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "iframe" or "object");
        Assert.All(page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href"), attribute => Assert.Matches("^(data:|#)", attribute.Value));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_has_a_text_for_who_cannot_see_it_and_a_table_beside_it()
    {
        XElement page = Pages.Read(Whole().ToHtml());
        Assert.Equal(2, page.Descendants("img").Count());
        Assert.All(page.Descendants("figure"), figure => Assert.True(figure.Element("img")!.Attribute("alt")!.Value.Length > 20 && figure.Element("figcaption")!.Value.Length > 20 && figure.Parent!.Descendants("table").Any()));
        Assert.All(page.Descendants("table"), table => Assert.Equal("scroll", table.Parent!.Attribute("class")!.Value));
    }

    [Fact]
    public void Contents_lead_to_the_sections()
    {
        XElement page = Pages.Read(Whole().ToHtml());
        Assert.Equal(page.Descendants("section").Select(section => "#" + section.Attribute("id")!.Value), page.Descendants("nav").Descendants("a").Select(link => link.Attribute("href")!.Value));
        Assert.Equal(page.Descendants("h2").Select(heading => heading.Value), page.Descendants("nav").Descendants("a").Select(link => link.Value));
    }

    [Fact]
    public void Whatever_a_text_has_in_it_is_shown_as_it_is()
    {
        SweepResult run = Runs.Curve(1, (1, 0.5)) with { Task = Wild, Strategy = Wild, Settings = new JsonObject { ["text"] = "</pre><b>" }, Parameters = new Dictionary<string, long> { [Wild] = 1 } };
        ReportRow[] rows = [new(Wild, [run])];
        string html = new SweepReport
        {
            Title = Wild,
            Introduction = Wild,
            Sections =
            [
                new HeatMapSection { Title = Wild, Text = Wild, Task = Wild, Results = [run], Metric = Runs.Accuracy },
                new ScoreTableSection { Title = Wild, Rows = rows, Metric = Runs.Accuracy, Baseline = Wild },
                new CurvesSection { Title = Wild, Task = Wild, Rows = rows, Metric = Runs.Accuracy, Baseline = Wild },
                new CostSection { Title = Wild, Rows = rows },
                new RateChoiceSection { Title = Wild, Rows = rows, Metric = Runs.Accuracy },
                new TableSection { Title = Wild, Caption = Wild, Columns = [Wild, Wild], Rows = [[Wild, Wild]] },
            ],
            Commands = [Wild],
        }.ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        XElement page = Pages.Read(html);
        Assert.Equal(Tamed, page.Descendants("h1").Single().Value);
        Assert.Equal(Tamed, page.Descendants("p").First().Value);
        Assert.Equal(6, page.Descendants("h2").Count(heading => heading.Value == Tamed));
        Assert.Contains("</pre><b>", page.Descendants("pre").First().Value, StringComparison.Ordinal);
        Assert.Equal(Tamed, page.Descendants("pre").Last().Value);
    }

    [Fact]
    public void Elements_that_a_browser_wants_closed_are_closed()
    {
        string html = new SweepReport { Title = "", Sections = [new TextSection { Title = "" }] }.ToHtml();
        Assert.DoesNotMatch("<(?!meta|link|img)[a-z0-9]+[^>]*/>", html);
        Assert.Contains("<h1></h1>", html, StringComparison.Ordinal);
        Assert.Contains("The report has no results.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_the_same_in_every_culture_and_every_time() => Assert.Equal(Whole().ToHtml(), Cultures.In("de", () => Whole().ToHtml()));

    [Fact]
    public void Paragraphs_are_parted_by_blank_lines() =>
        Assert.Equal(["one\ntwo", "three"], Pages.Read(new TextSection { Title = "T", Text = "one\r\ntwo\r\n\r\n\r\nthree\n\n" }).Descendants("section").First().Elements("p").Select(paragraph => paragraph.Value));

    [Fact]
    public void Machines_and_settings_are_told_and_where_they_differ()
    {
        Assert.DoesNotContain("different machines", Pages.Read(Whole().ToHtml()).Value, StringComparison.Ordinal);
        SweepResult[] runs = [Runs.Of() with { Settings = new JsonObject { ["length"] = 128 } }, Runs.Of("SST-2") with { Versions = Runs.Machine with { Processor = "a <processor>", Vectors = "AVX2", Threads = 16 } }];
        XElement page = Pages.Read(new SweepReport { Title = "T", Sections = [new CostSection { Title = "Costs", Rows = [new("row", runs)] }], Commands = ["first", "second"] }.ToHtml());
        Assert.Contains("2 different machines or versions", page.Value, StringComparison.Ordinal);
        Assert.Equal(["1", "RTE", "0.1.0", "0.105", ".NET 10", "Linux", "X64", "\u2013", "\u2013", "2", "2"], page.Table(1)[0].Select(cell => cell.Value));
        Assert.Equal(["a <processor>", "AVX2", "2", "16"], page.Table(1)[1].TakeLast(4).Select(cell => cell.Value));
        Assert.Equal("Settings of 1 of 2 runs: RTE", page.Descendants("summary").Single().Value);
        Assert.Equal(128, (int)JsonNode.Parse(page.Descendants("pre").First().Value)!["length"]!);
        Assert.Equal("first\nsecond", page.Descendants("pre").Last().Value);
    }

    [Fact]
    public void Runs_that_diverged_are_told_with_their_reasons()
    {
        ReportRow row = new("row", [Runs.Of(), Runs.Diverged(seed: 2, lambda: 4), Runs.Diverged(seed: 3) with { Targets = "QK", Reason = "loss < 0 & more" }]);
        XElement page = Pages.Read(new CostSection { Title = "Costs", Rows = [row] });
        Assert.Equal("2 of 3 runs diverged", page.Descendants("summary").Single().Value);
        Assert.Equal([["LoRA QV", "RTE", "1e-4", "4e-4", "2", "100", "The loss stayed at chance."], ["LoRA QV", "RTE", "1e-4", "\u2013", "3", "100", "loss < 0 & more"]], page.Table(2).Select(cells => cells.Select(cell => cell.Value).ToList()));
    }

    [Fact]
    public void The_files_are_the_page_and_its_pictures()
    {
        string path = Path.Combine(directory.Path, "new", "report.html");
        IReadOnlyList<string> written = Whole().Save(path);
        Assert.Equal(["report.html", "report-1-heat-map.png", "report-2-curves.png"], written.Select(Path.GetFileName));
        Assert.Equal(written.Order(), Directory.GetFiles(Path.GetDirectoryName(path)!).Order());
        XElement page = Pages.Read(File.ReadAllText(path));
        Assert.Equal(page.Picture(0), File.ReadAllBytes(written[1]));
        Assert.Equal(page.Picture(1), File.ReadAllBytes(written[2]));
    }

    [Fact]
    public void A_report_that_cannot_be_made_writes_nothing()
    {
        string path = Path.Combine(directory.Path, "report.html");
        SweepReport report = Whole() with { Sections = [.. Whole().Sections, new HeatMapSection { Title = "Grid", Task = "RTE", Results = [Runs.Of()], Metric = _ => "f1" }] };
        Assert.Throws<InvalidDataException>(() => report.Save(path));
        Assert.Contains("is a directory", Assert.Throws<ArgumentException>(() => Whole().Save(directory.Path + Path.DirectorySeparatorChar)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    /// <summary>From a sweep's file to the page: each score of the file is in it, and no other.</summary>
    [Fact]
    public void The_numbers_of_a_page_are_those_of_the_result_file()
    {
        string file = Path.Combine(directory.Path, "sweep.jsonl");
        SeededRandom random = new(21);
        string[] strategies = ["LoRA QKV", "LoRA QV"];
        SweepResult[] made = [.. from strategy in strategies from task in new[] { "RTE", "MRPC" } from rate in new[] { 1e-4, 2e-4 } select Runs.Of(task, random.NextDouble(), 1, rate, strategy: strategy)];
        File.WriteAllLines(file, made.Select(result => result.ToJson()));
        IReadOnlyList<SweepResult> read = SweepFile.Read(file);
        ReportRow[] rows = [.. from result in read group result by (result.Strategy, result.LearningRate) into row select new ReportRow($"{row.Key}", [.. row])];
        XElement page = Pages.Read(new ScoreTableSection { Title = "All", Rows = rows, Metric = Runs.Accuracy });
        Assert.Equal(made.Select(result => result.Metrics["accuracy"]).Order(), page.Descendants("td").SelectMany(cell => cell.Numbers()).Order());
    }

    [Fact]
    public void What_a_sweep_trained_can_be_reported()
    {
        IReadOnlyList<SweepResult> results = new Sweep(Path.Combine(directory.Path, "sweep.jsonl"), TinySweep.Cells).Run(TinySweep.Run);
        ReportRow[] all = [.. results.GroupBy(result => result.Strategy).Select(same => new ReportRow(same.Key, [.. same]))];
        ReportRow[] slow = [.. all.Select(row => row with { Results = [.. row.Results.Where(result => result.LearningRate == 0.003)] })];
        XElement page = Pages.Read(
            new HeatMapSection { Title = "Grid", Task = "tiny", Results = results, Metric = Runs.Accuracy },
            new ScoreTableSection { Title = "Scores", Rows = slow, Metric = Runs.Accuracy, Baseline = slow[0].Label },
            new CurvesSection { Title = "Curves", Task = "tiny", Rows = slow, Metric = Runs.Accuracy, Baseline = slow[0].Label },
            new CostSection { Title = "Costs", Rows = slow },
            new RateChoiceSection { Title = "Rates", Rows = all, Metric = Runs.Accuracy });
        Assert.Equal(slow[0].Results.Average(result => result.Metrics["accuracy"]), page.Row(slow[0].Label, 1)[0].Numbers()[0], 1e-12);
        Assert.Equal(["5", "10"], page.Columns(3).Skip(1));
        Assert.Equal([82, 32, 32, 18], page.Row(slow[0].Label, 4)[0].Numbers());
        Assert.Equal(4, page.Table().SelectMany(row => row).Count(cell => cell.Descendants("data").Any()));
    }

    private static SweepReport Whole()
    {
        ReportRow[] rows = [new("LoRA QKV", [Runs.Curve(1, (1000, 0.5), (2500, 0.625)), Runs.Curve(2, (1000, 0.5), (2500, 0.75))]), new("LoRA QV", [Runs.Curve(1, (1000, 0.5), (2500, 0.875))])];
        return new SweepReport
        {
            Title = "Report",
            Introduction = "What was asked.",
            Sections =
            [
                new TextSection { Title = "Question", Text = "Which is better?" },
                new HeatMapSection { Title = "Grid", Task = "RTE", Results = [Runs.Of(score: 0.5, rate: 1.5e-4), Runs.Of(score: 0.75, rate: 2e-4)], Metric = Runs.Accuracy },
                new ScoreTableSection { Title = "Scores", Rows = rows, Metric = Runs.Accuracy, Baseline = "LoRA QKV" },
                new CurvesSection { Title = "Curves", Task = "RTE", Rows = rows, Metric = Runs.Accuracy, Baseline = "LoRA QKV" },
                new CostSection { Title = "Costs", Rows = rows },
                new RateChoiceSection { Title = "Rates", Rows = rows, Metric = Runs.Accuracy },
            ],
            Commands = ["dotnet run -- report"],
        };
    }
}
