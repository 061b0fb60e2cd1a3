using AttnGen.Tests.Configuration;
using AttnGen.Tests.Models;
using AttnGen.Tests.Shared;

namespace AttnGen.Tests.Sessions;

/// <summary>A session says of each number where it comes from.</summary>
public sealed class OriginTests
{
    private static readonly string File = SourceTree.At("Tests", "AttnGen.Tests", "Configuration", "origins.attngen.json");

    [Fact]
    public void Of_attributes_and_arguments()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1.25e-3, Seed = 7 });

        Assert.Equal(
            """
            rank             2         [Lora] on ToyClassifier
            alpha            4         [Lora] on ToyClassifier
            query.lrScale    1         default
            value.lrScale    4         [Tune] on ToyClassifier
            head.lrScale     1         default
            learningRate     1.25e-3   argument
            weightDecay      0.01      default
            beta1            0.9       default
            beta2            0.999     default
            epsilon          1.0e-8    default
            maxGradientNorm  1         default
            seed             7         argument
            schedule         constant  default
            """,
            Origins(tuning));
    }

    [Fact]
    public void Of_a_seed_that_no_double_holds()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(new TuningOptions { Seed = 9_007_199_254_740_993 });

        Assert.Matches("seed +9007199254740993 +argument", Origins(tuning));
    }

    [Fact]
    public void Of_a_head_and_of_the_class_that_counts()
    {
        using var model = new ToyNested();
        using var tuning = RatedSilent.Begin(model);

        Assert.Contains("head.lrScale      3         [Head] on ToyRatedHead.head", Origins(tuning), StringComparison.Ordinal);
        Assert.Contains("head.weightDecay  0         [Head] on ToyRatedHead.head", Origins(tuning), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_strategy_type_and_other_numbers()
    {
        using var model = new ToyClassifier();
        using var tuning = ValueFast.Begin(model, ValueFast.Value with { ValueLrScale = 2, QueryLrScale = 3, Dropout = 0.5 });
        var origins = Origins(tuning);

        Assert.Matches("rank +2 +\\[Lora\\] on ValueFast", origins);
        Assert.Matches("alpha +8 +default", origins);
        Assert.Matches("dropout +0\\.5 +argument", origins);
        Assert.Matches("query\\.lrScale +3 +argument", origins);
        Assert.Matches("value\\.lrScale +2 +argument", origins);
        Assert.Matches("value\\.weightDecay +0 +\\[Tune\\] on ValueFast", origins);
    }

    [Fact]
    public void Of_a_builder()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(3).Tune(Matrix.V, lrScale: 2, weightDecay: 0.5, layers: "last:1").FreezeHead()));
        var origins = Origins(tuning);

        Assert.Matches("rank +3 +argument", origins);
        Assert.Matches("alpha +8 +default", origins);
        Assert.Matches("value\\[last:1\\]\\.lrScale +2 +argument", origins);
        Assert.Matches("value\\[last:1\\]\\.weightDecay +0\\.5 +argument", origins);
        Assert.DoesNotContain("head", origins, StringComparison.Ordinal);
    }

    /// <summary>Each number has a line of its own in this file; compiled and read, they are the same.</summary>
    [Fact]
    public void Of_a_file()
    {
        const string expected = """
            rank                       3       origins.attngen.json(7)
            alpha                      6       origins.attngen.json(8)
            dropout                    0       origins.attngen.json(9)
            query.lrScale              1       default
            value[0].lrScale           2       origins.attngen.json(15)
            value[last:1].lrScale      8       origins.attngen.json(17)
            value[last:1].weightDecay  0       origins.attngen.json(18)
            head.lrScale               2       origins.attngen.json(22)
            learningRate               2.0e-3  origins.attngen.json(25)
            weightDecay                0.01    default
            beta1                      0.8     origins.attngen.json(26)
            beta2                      0.999   default
            epsilon                    1.0e-8  default
            maxGradientNorm            none    origins.attngen.json(27)
            seed                       5       origins.attngen.json(28)
            schedule                   cosine  origins.attngen.json(30)
            schedule.total             10      origins.attngen.json(31)
            schedule.warmUp            0       origins.attngen.json(32)
            """;
        using var model = new ToyClassifier();
        using (var compiled = LineByLine.Begin(model))
        {
            Assert.Equal(expected, Origins(compiled));
        }

        model.RemoveAdapter();
        using var read = model.BeginTuning(TuneStrategy<ToyClassifier>.FromFile(File, "LineByLine"), TuningOptions.FromFile(File, "LineByLine"));
        Assert.Equal(expected, Origins(read));
    }

    [Fact]
    public void Of_a_file_s_options_and_others()
    {
        using var model = new ToyClassifier();
        using var tuning = LineByLine.Begin(model, LineByLine.Options with { LearningRate = 5, Schedule = Schedule.Cosine(10, 3), MaxGradientNorm = 2 });
        var origins = Origins(tuning);

        Assert.Matches("learningRate +5\\.0e-?0 +argument", origins);
        Assert.Matches("maxGradientNorm +2 +argument", origins);
        Assert.Matches("schedule +cosine +origins\\.attngen\\.json\\(30\\)", origins);
        Assert.Matches("schedule\\.warmUp +3 +argument", origins);
        Assert.Matches("beta1 +0\\.8 +origins\\.attngen\\.json\\(26\\)", origins);
    }

    [Fact]
    public void They_are_no_part_of_the_value()
    {
        var (read, options) = (TuneStrategy<ToyClassifier>.FromFile(File, "LineByLine"), TuningOptions.FromFile(File, "LineByLine"));
        var same = new TuningOptions { LearningRate = 2e-3, Beta1 = 0.8, MaxGradientNorm = null, Seed = 5, Schedule = Schedule.Cosine(10) };

        Assert.Equal(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(3, 6).Tune(Matrix.Q).Tune(Matrix.V, 2, layers: "0").Tune(Matrix.V, 8, 0, "last:1").Head(2)), read);
        Assert.Equal(same, options);
        Assert.Equal(same.GetHashCode(), options.GetHashCode());
        Assert.Equal(same.ToString(), options.ToString());
    }

    private static string Origins(TuningSession tuning) => tuning.Explain().ReplaceLineEndings("\n").Split("\n\nWhere the numbers come from\n")[1];
}
