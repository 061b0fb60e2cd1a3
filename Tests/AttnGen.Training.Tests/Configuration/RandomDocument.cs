using System.Text.Json.Nodes;
using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Configuration;

/// <summary>Random strategy files, right and wrong, without the values that a configuration cannot tell apart.</summary>
internal sealed class RandomDocument(int seed)
{
    private readonly Random random = new(seed);

    public JsonObject Make()
    {
        JsonObject file = new() { ["model"] = typeof(TinyModel).FullName };
        Sometimes(file, "$schema", 0.2, () => "attngen.schema.json");
        Sometimes(file, "namespace", 0.2, () => Pick("A.B", "A.B", "A B"));
        Sometimes(file, "use", 0.3, () => Pick("A", "A", "B", "C"));
        JsonObject strategies = new() { ["A"] = Strategy() };
        Sometimes(strategies, "B", 0.4, Strategy);
        Sometimes(strategies, "no name", 0.02, Strategy);
        file["strategies"] = strategies;
        Sometimes(file, "sweep", 0.3, () => Object(Sweep));
        return Misspelt(file);
    }

    private JsonObject Sweep()
    {
        JsonObject sweep = new() { ["tasks"] = new JsonArray(Pick("a", "a", "b"), "c"), ["learningRates"] = new JsonArray(Number(1e-3, 0.5, 0), 0.25) };
        Sometimes(sweep, "strategies", 0.3, () => new JsonArray(Pick("A", "A", "B", "C")));
        Sometimes(sweep, "lambdas", 0.3, () => new JsonArray(Number(1, 4, -1), 2));
        Sometimes(sweep, "ranks", 0.3, () => new JsonArray(Number(1, 2, 0, 1.5)));
        Sometimes(sweep, "seeds", 0.3, () => new JsonArray(Number(1, 7, 0.5), -1));
        return Misspelt(sweep);
    }

    private JsonObject Strategy()
    {
        JsonObject strategy = [];
        Sometimes(strategy, "lora", 0.4, () => Object(LowRank));
        Sometimes(strategy, "dora", 0.3, () => Object(LowRank));
        Sometimes(strategy, "tune", 0.95, () => Object(Tune));
        Sometimes(strategy, "head", 0.4, () => Object(Numbers));
        Sometimes(strategy, "freeze", 0.3, () => new JsonArray(Pick("K", "K", "head", "Q", "O")));
        Sometimes(strategy, "options", 0.6, () => Object(Options));
        return Misspelt(strategy);
    }

    private JsonObject LowRank()
    {
        JsonObject numbers = [];
        Sometimes(numbers, "rank", 0.7, () => Number(8, 2, 1, 0, 2.5));
        Sometimes(numbers, "alpha", 0.5, () => Number(8, 0.5, 1e-20, 0));
        Sometimes(numbers, "dropout", 0.5, () => Number(0, 0.1, 0.25, 1));
        return Misspelt(numbers);
    }

    private JsonObject Tune()
    {
        JsonObject tune = [];
        foreach (string role in new[] { "Q", "K", "V" })
        {
            Sometimes(tune, role, 0.6, () => random.Next(4) == 0 ? new JsonArray(Layered("0"), Layered("1-2")) : Object(Numbers));
        }

        return Misspelt(tune);
    }

    private JsonObject Layered(string layers)
    {
        JsonObject numbers = Numbers();
        numbers["layers"] = random.Next(12) == 0 ? Pick("all", "last:0", "some") : layers;
        return numbers;
    }

    private JsonObject Numbers()
    {
        JsonObject numbers = [];
        Sometimes(numbers, "lrScale", 0.5, () => Number(4, 0.25, 1e3, -4));
        Sometimes(numbers, "weightDecay", 0.3, () => Number(0, 0.01, -0.01));
        return Misspelt(numbers);
    }

    private JsonObject Options()
    {
        JsonObject options = [];
        Sometimes(options, "learningRate", 0.5, () => Number(1e-4, 0.001, 0));
        Sometimes(options, "beta1", 0.3, () => Number(0.9, 0.5, 1));
        Sometimes(options, "epsilon", 0.3, () => Number(1e-8, 1e-6, 0));
        Sometimes(options, "maxGradientNorm", 0.4, () => random.Next(3) == 0 ? null : Number(1, 0.1, 0));
        Sometimes(options, "seed", 0.3, () => Number(5, -7, 0.5));
        Sometimes(options, "schedule", 0.4, () => Object(() =>
        {
            JsonObject schedule = [];
            Sometimes(schedule, "kind", 0.95, () => Pick("linear", "cosine", "constant", "step"));
            Sometimes(schedule, "total", 0.9, () => Number(100, 10, 0));
            Sometimes(schedule, "warmUp", 0.4, () => Number(0, 5, 10, -1));
            return schedule;
        }));
        return Misspelt(options);
    }

    private void Sometimes(JsonObject owner, string key, double probability, Func<JsonNode?> value)
    {
        if (random.NextDouble() < probability)
        {
            owner[key] = value();
        }
    }

    private JsonObject Misspelt(JsonObject owner)
    {
        Sometimes(owner, "other", 0.01, () => 1);
        return owner;
    }

    private JsonNode Object(Func<JsonObject> right) => random.Next(60) == 0 ? Other(false)! : right();

    private JsonNode? Number(params double[] numbers) => random.Next(80) == 0 ? Other(true) : JsonValue.Create(numbers[random.Next(6) == 0 ? random.Next(numbers.Length) : random.Next(2)]);

    private JsonNode Pick(params string[] texts) => JsonValue.Create(texts[random.Next(4) == 0 ? random.Next(texts.Length) : 0])!;

    /// <summary>What is neither an object nor a number, in a configuration either.</summary>
    private JsonNode? Other(bool insteadOfANumber) => random.Next(4) switch
    {
        0 => "eight",
        1 => true,
        2 => new JsonArray(1),
        _ => insteadOfANumber ? new JsonObject { ["a"] = 1 } : 8,
    };
}
