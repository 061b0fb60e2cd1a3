using AttnGen.Tests.Models;
using AttnGen.Tests.Shared;

namespace AttnGen.Tests.Configuration;

public sealed class StrategyFileTests : IDisposable
{
    private const string Right = """
        {
          // a comment
          "model": "AttnGen.Tests.Models.ToyClassifier",
          "strategies": {
            "Fast": {
              "lora": { "rank": 3, "alpha": 6, "dropout": 0.25 },
              "tune": { "Q": {}, "V": [ { "layers": "0", "lrScale": 2 }, { "layers": "last:1", "lrScale": 8, "weightDecay": 0 } ] },
              "freeze": ["K"],
              "options": { "learningRate": 2e-3, "weightDecay": 0.5, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "maxGradientNorm": null, "seed": 5, "schedule": { "kind": "cosine", "total": 10, "warmUp": 2 } },
            },
            "Plain": { "tune": { "V": {} } },
          },
        }
        """;

    private readonly OwnDirectory directory = new();

    [Fact]
    public void Says_what_the_builder_would()
    {
        var expected = TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(3, 6, 0.25).Tune(Matrix.Q).Tune(Matrix.V, lrScale: 2, layers: "0").Tune(Matrix.V, lrScale: 8, weightDecay: 0, layers: "last:1").Freeze(Matrix.K));

        Assert.Equal(expected, TuneStrategy<ToyClassifier>.FromFile(Written(Right), "Fast"));
        Assert.Equal(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Tune(Matrix.V)), TuneStrategy<ToyClassifier>.FromFile(Written("\uFEFF" + Right.ReplaceLineEndings("\r\n")), "Plain"));
    }

    [Fact]
    public void Says_the_options_and_leaves_the_others()
    {
        Assert.Equal(
            new TuningOptions { LearningRate = 2e-3, WeightDecay = 0.5, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6, MaxGradientNorm = null, Seed = 5, Schedule = Schedule.Cosine(10, 2) },
            TuningOptions.FromFile(Written(Right), "Fast"));
        Assert.Equal(new TuningOptions(), TuningOptions.FromFile(Written(Right), "Plain"));
    }

    [Fact]
    public void Begins_a_session()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<ToyClassifier>.FromFile(Written(Right), "Fast"), TuningOptions.FromFile(Written(Right), "Fast"));

        Assert.Equal(["query", "value[0]", "value[last:1]", "head"], tuning.Groups.Select(group => group.Name));
    }

    [Fact]
    public void All_that_is_wrong_is_listed_with_its_line_and_column()
    {
        var path = Written("""
            {
              "model": "AttnGen.Tests.Models.ToyClassifier",
              "strategies": {
                "Fast": { "lora": { "rank": 0 }, "tune": { "V": { "lrscale": 1 }, "Q": {} }, "freeze": ["Q"] }
              }
            }
            """);

        var problem = Assert.Throws<StrategyFileException>(() => TuneStrategy<ToyClassifier>.FromFile(path, "Fast"));
        Assert.Equal(
            [
                $"{path}(4,33): ATG0504: Rank is 0; it is at least 1 and at most the smaller side of the matrix.",
                $"{path}(4,55): ATG0502: What \"V\" is tuned with has no key \"lrscale\". Did you mean \"lrScale\"? The keys are layers, lrScale, weightDecay.",
                $"{path}(4,93): ATG0506: Q is tuned and frozen. Remove one of the two.",
            ],
            problem.Problems);
        Assert.Equal(string.Join(Environment.NewLine, problem.Problems), problem.Message);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused_with_what_there_is()
    {
        Assert.Contains("declares no strategy 'Slow'. It declares Fast, Plain.", Refusal(() => TuneStrategy<ToyClassifier>.FromFile(Written(Right), "Slow")), StringComparison.Ordinal);
        Assert.Contains("(3,12): ATG0508: The strategies are for AttnGen.Tests.Models.ToyClassifier, and this model is AttnGen.Tests.Models.ToyAttention.", Refusal(() => TuneStrategy<ToyAttention>.FromFile(Written(Right), "Fast")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal(() => TuningOptions.FromFile(Path.Combine(directory.Path, "none.attngen.json"), "Fast")), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(directory.Path, "bytes.attngen.json"), [0x7B, 0xFF, 0x7D]);
        Assert.EndsWith("bytes.attngen.json(1,1): ATG0501: A strategy file is in UTF-8, and this one is not. Save it in UTF-8.", Refusal(() => TuningOptions.FromFile(Path.Combine(directory.Path, "bytes.attngen.json"), "Fast")), StringComparison.Ordinal);
        Assert.Contains("The file is empty", Refusal(() => TuningOptions.FromFile(Written(""), "Fast")), StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private static string Refusal(Func<object> read) => Assert.Throws<StrategyFileException>(read).Message;

    private string Written(string text)
    {
        var path = Path.Combine(directory.Path, "fast.attngen.json");
        File.WriteAllText(path, text);
        return path;
    }
}
