using System.Text.Json.Nodes;
using AttnGen.StrategyFiles;
using NJsonSchema;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace AttnGen.Generators.Tests.StrategyFiles;

/// <summary>The schema that editors use says of a file what the reader says.</summary>
public sealed class SchemaTests
{
    private const int Files = 4_000;

    /// <summary>What a schema cannot say: that two declarations contradict each other, and that a warm-up ends within its run.</summary>
    private static readonly string[] BeyondASchema = ["tuned twice", "frozen twice", "tuned and frozen", "trained and frozen", "\"use\" names", "does not end within", "a layer is there twice", "paper's grouping", "no strategy of the sweep", "The sweep names"];

    [Fact]
    public async Task SchemaAndReaderAgreeOnGeneratedFiles()
    {
        var schema = await JsonSchema.FromFileAsync(SourceTree.At("Runtime", "AttnGen", "buildTransitive", "attngen.schema.json"));
        var seed = (int)(DateTime.UtcNow - DateTime.UnixEpoch).TotalDays;
        var random = new Random(seed);
        var accepted = 0;
        for (var file = 0; file < Files; file++)
        {
            var text = Document(random).ToJsonString();
            var refusals = schema.Validate(text);
            var problems = StrategyFileReader.Read(text).Problems.Where(problem => !BeyondASchema.Any(words => problem.Message.Contains(words, StringComparison.Ordinal))).ToList();

            Assert.True(refusals.Count == 0 == (problems.Count == 0), $"seed {seed}, file {file}: {text}\nschema: {string.Join("; ", refusals)}\nreader: {string.Join("; ", problems)}");
            accepted += problems.Count == 0 ? 1 : 0;
        }

        Assert.InRange(accepted, Files / 20, Files - (Files / 20));
    }

    [Fact]
    public async Task TheSchemaKnowsTheCasesOfTheTests()
    {
        var schema = await JsonSchema.FromFileAsync(SourceTree.At("Runtime", "AttnGen", "buildTransitive", "attngen.schema.json"));
        foreach (var wrong in FileCases.All.Where(found => found.Id is "ATG0502" or "ATG0503" or "ATG0505" || (found.Id == "ATG0504" && !found.Text.Contains("1e999", StringComparison.Ordinal))))
        {
            if (!BeyondASchema.Any(words => wrong.Message.Contains(words, StringComparison.Ordinal)))
            {
                Assert.True(schema.Validate(wrong.Text).Count > 0, wrong.Text);
            }
        }
    }

    [Theory]
    [InlineData("Qw", "Qw")]
    [InlineData("Qw", "Qv", "Qw")]
    public async Task AnUnknownStrategyNamedTwiceIsRefusedByBoth(params string[] names)
    {
        var schema = await JsonSchema.FromFileAsync(SourceTree.At("Runtime", "AttnGen", "buildTransitive", "attngen.schema.json"));
        var text = $$"""{ "model": "M", "strategies": { "Qv": { "tune": { "V": {} } } }, "sweep": { "tasks": ["a"], "learningRates": [1e-3], "strategies": ["{{string.Join("\", \"", names)}}"] } }""";

        Assert.NotEmpty(schema.Validate(text));
        Assert.Equal(
            ["The sweep names \"Qw\", and \"strategies\" declares Qv.", "\"strategies\" has Qw twice. Remove one of the two."],
            StrategyFileReader.Read(text).Problems.Select(problem => problem.Message));
    }

    private static JsonObject Document(Random random)
    {
        var file = new JsonObject();
        Sometimes(random, file, "$schema", 0.2, () => Text(random, "attngen.schema.json"));
        Sometimes(random, file, "model", 0.97, () => Text(random, "Application.Classifier", "M", "_a.B1", "Größe.Übung٣", "٣A", "1A", "A..B", "A B", ""));
        Sometimes(random, file, "namespace", 0.2, () => Text(random, "Application", "A.B", "Größe.模型", "A.", "-"));
        Sometimes(random, file, "use", 0.1, () => Text(random, "S1", "S9"));
        Sometimes(random, file, "strategies", 0.97, () => Object(random, () =>
        {
            var strategies = new JsonObject();
            for (var count = random.Next(random.Next(20) == 0 ? 0 : 1, 3); count > 0; count--)
            {
                strategies[random.Next(30) switch { 0 => "no name", 1 => $"Größe{count}", _ => $"S{count}" }] = Object(random, () => Strategy(random));
            }

            return strategies;
        }));
        Sometimes(random, file, "sweep", 0.3, () => Object(random, () => Sweep(random)));
        return Misspelt(random, file);
    }

    private static JsonObject Sweep(Random random)
    {
        var sweep = new JsonObject();
        Sometimes(random, sweep, "tasks", 0.97, () => List(random, () => Text(random, "SST-2", "RTE", "", " ")));
        Sometimes(random, sweep, "strategies", 0.3, () => List(random, () => Text(random, "S1", "S2", "S9")));
        Sometimes(random, sweep, "learningRates", 0.97, () => List(random, () => Number(random, 1e-4, 3e-4, 0, -1)));
        Sometimes(random, sweep, "lambdas", 0.3, () => List(random, () => Number(random, 1, 4, 0.5, 0)));
        Sometimes(random, sweep, "ranks", 0.3, () => List(random, () => Number(random, 8, 4, 2147483647, 0, 2147483648, 1.5)));
        Sometimes(random, sweep, "seeds", 0.3, () => List(random, () => Number(random, 1, 2, -7, 0.5)));
        return Misspelt(random, sweep);
    }

    /// <summary>A list, mostly of one item or two; seldom something else.</summary>
    private static JsonNode? List(Random random, Func<JsonNode?> item) =>
        random.Next(80) == 0 ? Other(random) : new JsonArray([.. Enumerable.Range(0, random.Next(30) == 0 ? 0 : random.Next(1, 3)).Select(_ => item())]);

    private static JsonObject Strategy(Random random)
    {
        var strategy = new JsonObject();
        Sometimes(random, strategy, "lora", 0.35, () => Object(random, () => LowRank(random)));
        Sometimes(random, strategy, "dora", 0.2, () => Object(random, () => LowRank(random)));
        Sometimes(random, strategy, "tune", 0.9, () => Object(random, () =>
        {
            var tune = new JsonObject();
            foreach (var role in new[] { "Q", "K", "V" })
            {
                Sometimes(random, tune, role, 0.6, () => random.Next(4) == 0 ? new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Object(random, () => Numbers(random)))]) : Object(random, () => Numbers(random)));
            }

            return Misspelt(random, tune);
        }));
        Sometimes(random, strategy, "head", 0.3, () => Object(random, () =>
        {
            var head = new JsonObject();
            Sometimes(random, head, "lrScale", 0.5, () => Number(random, 1, 4, 0.25, 0, -4));
            Sometimes(random, head, "weightDecay", 0.5, () => Number(random, 0, 0.01, -0.01));
            return Misspelt(random, head);
        }));
        Sometimes(random, strategy, "grouping", 0.2, () => Text(random, "strict", "paper", "papers"));
        Sometimes(random, strategy, "freeze", 0.3, () => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Text(random, "K", "Q", "V", "head", "O"))]));
        Sometimes(random, strategy, "options", 0.5, () => Object(random, () => Options(random)));
        return Misspelt(random, strategy);
    }

    private static JsonObject LowRank(Random random)
    {
        var numbers = new JsonObject();
        Sometimes(random, numbers, "rank", 0.6, () => Number(random, 1, 8, 2147483647, 0, -1, 2147483648, 1.5));
        Sometimes(random, numbers, "alpha", 0.5, () => Number(random, 8, 0.5, 0, -1));
        Sometimes(random, numbers, "dropout", 0.5, () => Number(random, 0, 0.5, 0.999, 1, -0.1));
        return Misspelt(random, numbers);
    }

    private static JsonObject Numbers(Random random)
    {
        var numbers = new JsonObject();
        Sometimes(random, numbers, "lrScale", 0.5, () => Number(random, 1, 4, 0.25, 1e-20, 0, -4));
        Sometimes(random, numbers, "weightDecay", 0.3, () => Number(random, 0, 0.01, -0.01));
        Sometimes(random, numbers, "layers", 0.3, () => Text(random, "all", "last:1", "last:12", "0", "0-2", "0,2,4-6", "last:0", "last:", "All", "2-", "0,,1", ""));
        return Misspelt(random, numbers);
    }

    private static JsonObject Options(Random random)
    {
        var options = new JsonObject();
        Sometimes(random, options, "learningRate", 0.4, () => Number(random, 1e-4, 2, 0, -1));
        Sometimes(random, options, "weightDecay", 0.3, () => Number(random, 0, 0.5, -1));
        Sometimes(random, options, "beta1", 0.3, () => Number(random, 0, 0.9, 1, -0.1));
        Sometimes(random, options, "beta2", 0.3, () => Number(random, 0.5, 0.999, 1, 2));
        Sometimes(random, options, "epsilon", 0.3, () => Number(random, 1e-8, 1, 0, -1));
        Sometimes(random, options, "maxGradientNorm", 0.4, () => random.Next(3) == 0 ? null : Number(random, 1, 0.1, 0, -1));
        Sometimes(random, options, "seed", 0.3, () => Number(random, 0, 5, -7, 0.5));
        Sometimes(random, options, "schedule", 0.4, () => Object(random, () =>
        {
            var schedule = new JsonObject();
            Sometimes(random, schedule, "kind", 0.95, () => Text(random, "constant", "linear", "cosine", "step"));
            Sometimes(random, schedule, "total", 0.7, () => Number(random, 10, 1000, 1, 0, -5, 2.5));
            Sometimes(random, schedule, "warmUp", 0.5, () => Number(random, 0, 3, -1, 0.5));
            return Misspelt(random, schedule);
        }));
        return Misspelt(random, options);
    }

    private static void Sometimes(Random random, JsonObject owner, string key, double probability, Func<JsonNode?> value)
    {
        if (random.NextDouble() < probability)
        {
            owner[key] = value();
        }
    }

    private static JsonObject Misspelt(Random random, JsonObject owner)
    {
        if (random.Next(80) == 0)
        {
            owner["other"] = 1;
        }

        return owner;
    }

    /// <summary>An object; seldom something else.</summary>
    private static JsonNode? Object(Random random, Func<JsonObject> right) => random.Next(80) == 0 ? Other(random) : right();

    /// <summary>One of the numbers, the first of them mostly; seldom something else.</summary>
    private static JsonNode? Number(Random random, params double[] numbers) => random.Next(80) == 0 ? Other(random) : JsonValue.Create(numbers[random.Next(8) == 0 ? random.Next(numbers.Length) : random.Next(2)]);

    private static JsonNode? Text(Random random, params string[] texts) => random.Next(80) == 0 ? Other(random) : JsonValue.Create(texts[random.Next(6) == 0 ? random.Next(texts.Length) : 0]);

    private static JsonNode? Other(Random random) => random.Next(5) switch
    {
        0 => null,
        1 => JsonValue.Create(true),
        2 => JsonValue.Create("8"),
        3 => new JsonArray(JsonValue.Create(1)),
        _ => JsonValue.Create(8),
    };
}
