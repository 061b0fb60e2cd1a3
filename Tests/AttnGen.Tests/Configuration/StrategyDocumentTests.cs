using AttnGen.Tests.Models;
using AttnGen.Tests.Shared;

namespace AttnGen.Tests.Configuration;

public sealed class StrategyDocumentTests
{
    private static readonly string File = SourceTree.At("Tests", "AttnGen.Tests", "Configuration", "origins.attngen.json");

    [Fact]
    public void Tells_what_is_in_a_file()
    {
        var document = StrategyDocument.Parse("""{ "model": "AttnGen.Tests.Models.ToyClassifier", "use": "B", "strategies": { "A": { "tune": { "V": {} } }, "B": { "head": {} } } }""", "a.json");

        Assert.Equal(("AttnGen.Tests.Models.ToyClassifier", "B"), (document.Model, document.Use));
        Assert.Equal(["A", "B"], document.Strategies);
        Assert.Equal("head only; head x1", document.Strategy<ToyClassifier>("B").Description);
        Assert.Equal("'a.json' declares no strategy 'a'. It declares A, B.", Assert.Throws<StrategyFileException>(() => document.Options("a")).Message);
    }

    /// <summary>Flattened and read again, a file is the same, and its origins are.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("My:Section")]
    public void Keys_and_values_say_what_the_file_says(string section)
    {
        var file = StrategyDocument.Load(File);
        var flat = file.ToKeyValues().ToDictionary(found => section.Length == 0 ? found.Key : $"{section}:{found.Key}", StringComparer.OrdinalIgnoreCase);
        var values = flat.Select(found => KeyValuePair.Create(found.Key.ToUpperInvariant(), found.Value.Value)).Append(new(section + "Other:model", "5"));
        var read = section.Length == 0 ? StrategyDocument.FromKeyValues(values.SkipLast(1), originOf: key => flat[key].Origin) : StrategyDocument.FromKeyValues(values, section, key => flat[key].Origin);

        Assert.Equal(file.Strategy<ToyClassifier>("LineByLine"), read.Strategy<ToyClassifier>("linebyline"));
        Assert.Equal(file.Options("LineByLine"), read.Options("LineByLine"));
        Assert.Equal(Explained(file), Explained(read));
    }

    [Fact]
    public void What_is_wrong_is_at_its_key()
    {
        var deep = string.Join(':', Enumerable.Repeat("a", 20_000));
        var refusal = Assert.Throws<StrategyFileException>(() => StrategyDocument.FromKeyValues([new("strategies:A:tune:V:1:lrScale", "2"), new("strategies:A:tune:V:0:layers", "x"), new(deep, "")]));

        Assert.Equal(4, refusal.Problems.Count);
        Assert.Contains(refusal.Problems, problem => problem.EndsWith(": ATG0501: The keys are nested more than 64 deep.", StringComparison.Ordinal));
        Assert.Contains("a: ATG0502: A strategy file has no key \"a\". The keys are $schema, model, namespace, strategies, sweep, use.", refusal.Problems);
        Assert.Contains(refusal.Problems, problem => problem.StartsWith("strategies:A:tune:V:0:layers: ATG0504: Layers is \"x\"", StringComparison.Ordinal));
        Assert.Contains(refusal.Problems, problem => problem.EndsWith(": ATG0505: A strategy file has no \"model\".", StringComparison.Ordinal));
    }

    private const string Swept = """
        {
          "model": "AttnGen.Tests.Models.ToyClassifier",
          "strategies": {
            "Qv": { "lora": { "rank": 1 }, "tune": { "Q": { "lrScale": 2 }, "V": [ { "layers": "0" }, { "layers": "last:1", "lrScale": 8 } ] }, "head": {} },
            "Keys": { "dora": {}, "tune": { "K": {} }, "head": {} },
            "Full": { "tune": { "V": {} }, "head": {} },
            "Head": { "head": {} }
          },
          "sweep": { "tasks": ["SST-2"], "strategies": ["Full", "Qv", "Keys"], "learningRates": [1e-3, 3e-4],
            "ranks": [2, 4],
            "lambdas": [1, 4], "seeds": [7] }
        }
        """;

    [Fact]
    public void A_sweep_has_each_strategy_by_the_ranks_and_lambdas_that_it_can_have()
    {
        var document = StrategyDocument.Parse(Swept, "sweep.json");
        var sweep = document.Sweep!;

        Assert.Equal(["SST-2"], sweep.Tasks);
        Assert.Equal(["Full", "Qv", "Keys"], sweep.Strategies);
        Assert.Equal([1e-3, 3e-4], sweep.LearningRates);
        Assert.Equal([1, 4], sweep.Lambdas);
        Assert.Equal([2, 4], sweep.Ranks);
        Assert.Equal([7], sweep.Seeds);
        Assert.Equal(
            [
                "full; V x1; head x1", "full; V x4; head x1",
                "lora rank=2 alpha=8 dropout=0; Q x2; V x1 layers=0; V x1 layers=last:1; head x1", "lora rank=2 alpha=8 dropout=0; Q x2; V x4 layers=0; V x4 layers=last:1; head x1",
                "lora rank=4 alpha=8 dropout=0; Q x2; V x1 layers=0; V x1 layers=last:1; head x1", "lora rank=4 alpha=8 dropout=0; Q x2; V x4 layers=0; V x4 layers=last:1; head x1",
                "dora rank=2 alpha=8 dropout=0; K x1; head x1", "dora rank=4 alpha=8 dropout=0; K x1; head x1",
            ],
            document.SweepStrategies<ToyClassifier>().Select(strategy => strategy.Description));
    }

    [Fact]
    public void A_sweep_without_lists_of_its_own_has_the_strategies_as_they_are_and_one_seed()
    {
        var document = StrategyDocument.Parse(Swept.Replace("\"strategies\": [\"Full\", \"Qv\", \"Keys\"],", "", StringComparison.Ordinal).Replace("\"ranks\": [2, 4],", "", StringComparison.Ordinal).Replace("\"lambdas\": [1, 4], \"seeds\": [7]", "", StringComparison.Ordinal), "sweep.json");

        Assert.Equal(["Qv", "Keys", "Full", "Head"], document.Sweep!.Strategies);
        Assert.Equal([1], document.Sweep.Seeds);
        Assert.Equal(document.Strategies.Select(document.Strategy<ToyClassifier>), document.SweepStrategies<ToyClassifier>());
    }

    [Fact]
    public void A_session_explains_a_sweep_s_numbers_by_its_lines()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(StrategyDocument.Parse(Swept, "sweep.json").SweepStrategies<ToyClassifier>()[3]);
        var lines = tuning.Explain().Split('\n');

        Assert.Contains(lines, line => line.Contains("rank", StringComparison.OrdinalIgnoreCase) && line.Contains("sweep.json(10)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("lrScale", StringComparison.OrdinalIgnoreCase) && line.Contains("sweep.json(11)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_sweep_is_the_same_as_keys_and_values()
    {
        var file = StrategyDocument.Parse(Swept, "sweep.json");
        var read = StrategyDocument.FromKeyValues(file.ToKeyValues().Select(found => KeyValuePair.Create(found.Key, found.Value)));

        Assert.Equal(file.SweepStrategies<ToyClassifier>(), read.SweepStrategies<ToyClassifier>());
        Assert.Equal(file.Sweep!.Tasks, read.Sweep!.Tasks);
        Assert.Equal(file.Sweep.LearningRates, read.Sweep.LearningRates);
        Assert.Equal(file.Sweep.Seeds, read.Sweep.Seeds);
    }

    [Fact]
    public void Without_a_sweep_the_message_shows_one()
    {
        var document = StrategyDocument.Load(File);

        Assert.Null(document.Sweep);
        Assert.Contains("has no \"sweep\": { \"tasks\"", Assert.Throws<StrategyFileException>(document.SweepStrategies<ToyClassifier>).Message, StringComparison.Ordinal);
    }

    private static string Explained(StrategyDocument document)
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning(document.Strategy<ToyClassifier>("LineByLine"), document.Options("LineByLine"));
        return tuning.Explain();
    }
}
