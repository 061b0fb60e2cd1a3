using System.Xml.Linq;

namespace AttnGen.Training.Tests.Reports;

/// <summary>Which rate is chosen, and its table.</summary>
public sealed class RateChoiceTests
{
    [Fact]
    public void The_highest_mean_is_chosen_and_of_equal_ones_the_lowest_rate()
    {
        RateChoice choice = Choose(Runs.Of(score: 0.7, rate: 4e-4), Runs.Of(score: 0.6, rate: 1e-4), Runs.Of(score: 0.7, rate: 2e-4), Runs.Of(score: 0.5, rate: 8e-4));
        Assert.Equal((2e-4, false), (choice.Chosen, choice.IsAtEdge));
        Assert.Equal([new(1e-4, 0.6, 1, 1), new(2e-4, 0.7, 1, 1), new(4e-4, 0.7, 1, 1), new(8e-4, 0.5, 1, 1)], choice.Candidates);
    }

    [Fact]
    public void A_rate_with_a_run_that_failed_or_is_missing_is_not_chosen()
    {
        Assert.Equal(1e-4, Choose(Runs.Of(score: 0.6), Runs.Of(score: 0.6, seed: 2), Runs.Of(score: 0.9, rate: 2e-4), Runs.Diverged(seed: 2, rate: 2e-4)).Chosen);
        Assert.Equal(1e-4, Choose(Runs.Of(score: 0.6), Runs.Of(score: 0.6, seed: 2), Runs.Of(score: 0.9, rate: 2e-4)).Chosen);
        Assert.Equal(1e-4, Choose(Runs.Of(score: 0.6), Runs.Of(score: double.NaN, rate: 2e-4)).Chosen);
        Assert.Null(Choose(Runs.Diverged()).Chosen);
        Assert.Empty(Choose().Candidates);
        Assert.Equal((null, false), (Choose().Chosen, Choose().IsAtEdge));
    }

    /// <summary>What answers always the same may have any score: the share of what it answers.</summary>
    [Fact]
    public void A_rate_at_which_nothing_was_learned_is_chosen_only_where_that_is_so_of_all_and_then_by_the_training_loss()
    {
        SweepResult lucky = Runs.Of(score: 0.67) with { LearnedNothing = true, TrainingLoss = 0.693 };
        SweepResult unlucky = Runs.Of(score: 0.33, rate: 2e-4) with { LearnedNothing = true, TrainingLoss = 0.689 };
        Assert.Equal(4e-4, Choose(lucky, unlucky, Runs.Of(score: 0.6, rate: 4e-4)).Chosen);
        Assert.Equal((2e-4, true), (Choose(lucky, unlucky).Chosen, Choose(lucky, unlucky).IsAtEdge));
        Assert.Equal(2e-4, Choose(lucky with { TrainingLoss = double.NaN }, unlucky).Chosen);
        Assert.Equal([new(1e-4, 0.67, 1, 1, 1), new(2e-4, 0.33, 1, 1, 1)], Choose(lucky, unlucky).Candidates);
        Assert.Equal(2e-4, Choose(lucky, Runs.Of(score: 0.9, seed: 2), Runs.Of(score: 0.6, rate: 2e-4), Runs.Of(score: 0.6, rate: 2e-4, seed: 2)).Chosen);

        ReportRow[] rows = [new("LoRA", [lucky, Runs.Of(score: 0.77, seed: 2), unlucky, unlucky with { Seed = 2 }, Runs.Of(score: 0.6, rate: 4e-4)])];
        List<XElement> row = Pages.Read(new RateChoiceSection { Title = "Rates", Rows = rows, Metric = Runs.Accuracy }).Table()[0];
        Assert.Equal(["72.00n = 2, 1 learned nothing", "33.00n = 2, learned nothing", "60.00n = 1"], row.Skip(3).Select(cell => cell.Value));
    }

    [Fact]
    public void The_lowest_and_the_highest_are_at_the_edge_unless_there_is_one_alone()
    {
        Assert.True(Choose(Runs.Of(score: 0.6), Runs.Of(score: 0.5, rate: 2e-4)).IsAtEdge);
        Assert.True(Choose(Runs.Of(score: 0.5), Runs.Of(score: 0.6, rate: 2e-4)).IsAtEdge);
        Assert.False(Choose(Runs.Of()).IsAtEdge);
    }

    [Fact]
    public void Runs_of_two_strategies_or_tasks_are_refused()
    {
        Assert.Contains("one strategy on one task", Assert.Throws<InvalidDataException>(() => Choose(Runs.Of(), Runs.Of(strategy: "full"))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Choose(Runs.Of(), Runs.Of("SST-2")));
        Assert.Throws<InvalidDataException>(() => Choose(Runs.Of(), Runs.Of(score: 0.7)));
    }

    [Fact]
    public void The_table_has_the_chosen_rate_and_all_that_were_tried()
    {
        ReportRow lora = new("LoRA", [Runs.Of(score: 0.6), Runs.Of(score: 0.8, rate: 2e-4), Runs.Diverged(rate: 4e-4), Runs.Of("SST-2", 0.9)]);
        XElement page = Pages.Read(new RateChoiceSection { Title = "Rates", Rows = [lora, new ReportRow("empty", [])], Metric = Runs.Accuracy });
        Assert.Equal(["Strategy", "Task", "Chosen", "1e-4", "2e-4", "4e-4"], page.Columns());
        List<List<XElement>> rows = page.Table();
        Assert.Equal(["RTE", "2e-4", "60.00n = 1", "80.00n = 1", "no score1 of 1 failed"], rows[0].Skip(1).Select(cell => cell.Value));
        Assert.Equal(["SST-2", "1e-4", "90.00n = 1", "\u2013", "\u2013"], rows[1].Skip(1).Select(cell => cell.Value));
        Assert.Equal("best", rows[0][4].Attribute("class")!.Value);
        Assert.Equal(2e-4, rows[0][2].Numbers()[0]);
        Assert.Equal("1e-4at the edge", Pages.Read(new RateChoiceSection { Title = "Rates", Rows = [new("LoRA", [Runs.Of(score: 0.6), Runs.Of(score: 0.5, rate: 2e-4)])], Metric = Runs.Accuracy }).Table()[0][2].Value);
    }

    private static RateChoice Choose(params IReadOnlyList<SweepResult> results) => RateChoice.Of(results, Runs.Accuracy);
}
