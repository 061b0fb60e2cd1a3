using AttnGen.Tests.Models;

namespace AttnGen.Tests.Schedules;

public sealed class ScheduleTests
{
    public static TheoryData<Schedule> All =>
        [Schedule.Constant(), Schedule.Constant(7), Schedule.Linear(40), Schedule.Linear(40, 9), Schedule.Cosine(40), Schedule.Cosine(40, 9)];

    [Theory]
    [MemberData(nameof(All))]
    public void Lambda_is_four_at_every_step(Schedule schedule)
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(new TuningOptions { Schedule = schedule });
        for (var step = 0; step < 40; step++)
        {
            Assert.Equal(4.0, tuning.Groups.Value.LearningRate / tuning.Groups.Query.LearningRate);
            Assert.Equal(1e-4 * schedule.Factor(step), tuning.Groups.Head.LearningRate, 15);
            tuning.Step();
        }
    }

    [Fact]
    public void Factors_follow_their_formulas()
    {
        for (var step = 0; step < 60; step++)
        {
            var rise = step < 10 ? (step + 1) / 10.0 : 1;
            var progress = step < 10 ? 0 : Math.Min(1, (step - 10) / 40.0);
            Assert.Equal(rise, Schedule.Constant(10).Factor(step), 12);
            Assert.Equal(rise * (1 - progress), Schedule.Linear(50, 10).Factor(step), 12);
            Assert.Equal(rise * 0.5 * (1 + Math.Cos(Math.PI * progress)), Schedule.Cosine(50, 10).Factor(step), 12);
        }

        Assert.Equal(1, Schedule.Linear(50).Factor(0));
        Assert.Equal(0, Schedule.Linear(50).Factor(50), 12);
    }

    [Fact]
    public void Lengths_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Linear(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Cosine(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Constant(-1));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(-0.5, "-0.5")]
    public void A_factor_that_would_leave_no_parameter_whole_is_refused_and_nothing_changes(double factor, string words)
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(new TuningOptions { Schedule = new Breaking(factor) });
        Toy.Train(model, tuning, 1);
        var (norm, before) = (tuning.LastGradientNorm, Values());

        Assert.Contains(
            $"The schedule's factor is {words} at step 1, and has to be zero or more, and finite: Breaking",
            Assert.Throws<TuningException>(() => Toy.Train(model, tuning, 1)).Message, StringComparison.Ordinal);
        Assert.Equal((1, norm), (tuning.StepCount, tuning.LastGradientNorm));
        Assert.Equal(before, Values());

        float[] Values() => [.. tuning.Groups.SelectMany(group => group.TunedParameters).SelectMany(tuned => tuned.Parameter.data<float>().ToArray())];
    }

    private sealed record Breaking(double Second) : Schedule
    {
        public override double Factor(long step) => step == 0 ? 1 : Second;
    }
}
