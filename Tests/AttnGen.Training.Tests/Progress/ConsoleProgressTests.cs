using AttnGen.Training.Tests.Support;
using Spectre.Console;

namespace AttnGen.Training.Tests.Progress;

public sealed class ConsoleProgressTests
{
    private static readonly GroupRate[] Rates = [new("query", 1e-3), new("value", 4e-3), new("head", 1e-3)];

    [Fact]
    public void Without_a_terminal_a_plain_line_comes_every_few_seconds()
    {
        using StringWriter output = new() { NewLine = "\n" };
        ManualTime time = new();
        using ConsoleProgress progress = new(Console(output, AnsiSupport.No, InteractionSupport.No, width: 30), TimeSpan.FromSeconds(10), time);
        Cultures.In("de-DE", () =>
        {
            progress.OnStart(new TrainingStart(0, 250, 1, Rates));
            for (int step = 1; step <= 45; step++)
            {
                time.Move(0.5);
                progress.OnStep(new StepReport(step, 0, 0.5, Rates, 16, 2048, 0.5));
            }

            progress.OnEvaluation(new EvaluationReport(45, 0, new EvaluationResult(0.41234, new Dictionary<string, double> { ["accuracy"] = 0.8125 }, 2000, 7)));
            progress.OnStep(new StepReport(250, 0, 0.5, Rates, 16, 2048, 0.5));
            return 0;
        });
        Assert.Equal(
            """
            step 20/250  loss 0.500  query 1.0e-3  value 4.0e-3  head 1.0e-3  32/s  1:55 left
            step 40/250  loss 0.500  query 1.0e-3  value 4.0e-3  head 1.0e-3  32/s  1:45 left
            step 45: evaluated 2000 examples in 7 s: loss 0.4123  accuracy 0.8125
            step 250/250  loss 0.500  query 1.0e-3  value 4.0e-3  head 1.0e-3  32/s  0:00 left

            """,
            output.ToString());
    }

    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(12)]
    public void A_terminal_shows_a_bar_with_the_named_rates_within_its_width(int width)
    {
        string shown = Bar(width, ColorSystemSupport.NoColors);
        string[] lines = [.. Plain(shown).Split('\n', '\r').Select(line => line.TrimEnd())];
        Assert.All(lines, line => Assert.True(line.Length <= width, $"{line.Length} wide: '{line}'"));
        string words = string.Join(' ', string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("step 50/100", words, StringComparison.Ordinal);
        Assert.Contains("value 4.0e-3", words, StringComparison.Ordinal);
        Assert.Contains("loss 0.500", words, StringComparison.Ordinal);
        Assert.Equal(width >= 60, words.Contains("50%", StringComparison.Ordinal));
    }

    [Fact]
    public void Colours_appear_only_where_they_are_wanted()
    {
        Assert.Contains("\u001b[38;", Bar(80, ColorSystemSupport.TrueColor), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[38;", Bar(80, ColorSystemSupport.NoColors), StringComparison.Ordinal);
    }

    [Fact]
    public void NO_COLOR_keeps_the_bar_and_takes_the_colours()
    {
        string? former = Environment.GetEnvironmentVariable("NO_COLOR");
        Environment.SetEnvironmentVariable("NO_COLOR", "1");
        try
        {
            string shown = Bar(80, ColorSystemSupport.Detect);
            Assert.Contains("step 50/100", Plain(shown), StringComparison.Ordinal);
            Assert.DoesNotMatch("\u001b\\[[0-9;]*m", shown.Replace("\u001b[0m", "", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", former);
        }
    }

    [Fact]
    public void A_console_that_shows_something_else_already_gets_plain_lines()
    {
        using StringWriter output = new();
        IAnsiConsole console = Console(output, AnsiSupport.Yes, InteractionSupport.Yes, 80);
        console.Progress().Start(_ =>
        {
            using ConsoleProgress progress = new(console);
            progress.OnStart(new TrainingStart(0, 1, 1, Rates));
            progress.OnStep(new StepReport(1, 0, 0.5, Rates, 16, 2048, 0.5));
        });
        Assert.Contains("step 1/1  loss 0.500  query 1.0e-3", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_in_the_run_leaves_the_console_free_for_another_display()
    {
        using StringWriter output = new();
        IAnsiConsole console = Console(output, AnsiSupport.Yes, InteractionSupport.Yes, 80);
        using (ConsoleProgress progress = new(console))
        {
            progress.OnStart(new TrainingStart(0, 10, 1, Rates));
        }

        Assert.Equal(5, console.Progress().Start(_ => 5));
        Assert.Contains("\u001b[?25h", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "0:00")]
    [InlineData(59.6, "1:00")]
    [InlineData(605, "10:05")]
    [InlineData(3661, "1:01:01")]
    [InlineData(360000, "100:00:00")]
    public void A_duration_is_short(double seconds, string expected) => Assert.Equal(expected, ProgressLine.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_speed_is_that_of_the_steps_alone_also_in_a_resumed_run()
    {
        Pace pace = new(totalSteps: 120);
        pace.Add(new StepReport(101, 0, 1, Rates, 16, 100, 0.5));
        pace.Add(new StepReport(102, 0, 1, Rates, 8, 100, 1.5));
        Assert.Equal(12, pace.ExamplesPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(18), pace.Left);
    }

    private static string Bar(int width, ColorSystemSupport colors)
    {
        using StringWriter output = new();
        using ConsoleProgress progress = new(Console(output, AnsiSupport.Yes, InteractionSupport.Yes, width, colors));
        progress.OnStart(new TrainingStart(0, 100, 1, Rates));
        for (int step = 1; step <= 50; step++)
        {
            progress.OnStep(new StepReport(step, 0, 0.5, Rates, 16, 2048, 0.01));
        }

        progress.OnEnd(new TrainingOutcome(false, 50, 800, 0.5, 1, new SamplerState(0, 0, 50, ""), null));
        return output.ToString();
    }

    private static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;?]*[A-Za-z]", "");

    private static IAnsiConsole Console(TextWriter output, AnsiSupport ansi, InteractionSupport interactive, int width, ColorSystemSupport colors = ColorSystemSupport.NoColors)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = ansi, Interactive = interactive, ColorSystem = colors, Out = new AnsiConsoleOutput(output), Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false } });
        console.Profile.Width = width;
        return console;
    }
}
