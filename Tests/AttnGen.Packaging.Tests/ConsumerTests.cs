using System.Text.RegularExpressions;

namespace AttnGen.Packaging.Tests;

[Collection(nameof(UsedCollection))]
public sealed partial class ConsumerTests(Packages packages)
{
    private const string Model = """
        using AttnGen;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        [TunableModule, Lora(Rank = 2)]
        [Tune(Matrix.Q)]
        [Tune(Matrix.V, LrScale = 4)]
        public sealed partial class Tagger : nn.Module<Tensor, Tensor>
        {
            [Projection(Matrix.Q)] private readonly Linear query = nn.Linear(8, 8);
            [Projection(Matrix.K)] private readonly Linear key = nn.Linear(8, 8);
            [Projection(Matrix.V)] private readonly Linear value = nn.Linear(8, 8);
            [Head] private readonly Linear classifier = nn.Linear(8, 2);

            public Tagger() : base("Tagger") => RegisterComponents();

            public override Tensor forward(Tensor x)
            {
                var (q, k, v) = Project(x);
                return classifier.call(softmax(q.matmul(k.transpose(-2, -1)), -1).matmul(v));
            }
        }
        """;

    /// <summary>Trains by a session, which the code that is given begins, and says what it was.</summary>
    private static string Program(string begin) => $$"""
        using AttnGen;
        using TorchSharp;
        using static TorchSharp.torch;

        manual_seed(1);
        using var model = new Tagger();
        using var tuning = {{begin}};
        var (input, labels) = (randn(16, 4, 8), randint(0, 2, [16 * 4]));
        var losses = new List<float>();
        for (var step = 0; step < 40; step++)
        {
            using var scope = NewDisposeScope();
            var loss = nn.functional.cross_entropy(model.call(input).reshape(-1, 2), labels);
            loss.backward();
            losses.Add(loss.ToSingle());
            tuning.Step(loss);
        }

        Console.WriteLine(losses[^1] < losses[0] ? FormattableString.Invariant($"trained {tuning.Groups.Value.LrScale} {tuning.Groups.Value.LearningRate}") : "not trained");
        """;

    [Fact]
    public async Task A_new_project_is_told_its_backend_trains_and_is_refused_what_is_wrong()
    {
        using var consumer = await Consumer.Of(packages);
        await consumer.Add("AttnGen", "0.1.0");
        consumer.Write("App/Model.cs", Model);
        consumer.Write("App/Program.cs", Program("model.BeginTuning(new TuningOptions { LearningRate = 1e-2 })"));

        await AddBackend(consumer);
        var built = await consumer.Build();
        Assert.True(built.ExitCode == 0 && !built.Output.Contains("warning", StringComparison.Ordinal), built.Output);
        Assert.Contains("trained 4", await consumer.Run(), StringComparison.Ordinal);

        // Each wrong model has a file and a name of its own, and is tuned in its last line.
        foreach (var (from, to, _, id) in Mistakes)
        {
            var wrong = Model.Replace(from, to, StringComparison.Ordinal).Replace("Tagger", $"Tagger{id}", StringComparison.Ordinal);
            consumer.Write($"App/{id}.cs", $"{wrong}\npublic static class Begin{id} {{ public static TuningSession Of(Tagger{id} model) => model.BeginTuning(); }}");
        }

        var last = Model.Split('\n').Length + 1;
        Assert.Equal(Mistakes.Select(mistake => $"{mistake.Id}.cs({mistake.Line}): {mistake.Id}"), Consumer.Errors(await consumer.Build()).Where(error => !error.Contains(": CS", StringComparison.Ordinal)));
        var unanalyzed = await consumer.Build("-p:RunAnalyzers=false");
        Assert.Equal(Mistakes.Select(mistake => $"{mistake.Id}.cs({last}): CS0619"), Consumer.Errors(unanalyzed));
        Assert.All(Mistakes, mistake => Assert.Contains($"error CS0619: 'Tagger{mistake.Id}.BeginTuning(TuningOptions?)' is obsolete: '{mistake.Id}:", unanalyzed.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_strategy_file_becomes_a_type_that_trains_and_its_mistakes_are_errors_at_their_lines()
    {
        using var consumer = await Consumer.Of(packages);
        await consumer.Add("AttnGen", "0.1.0");
        consumer.Write("App/Model.cs", Model);
        consumer.Write("App/Program.cs", Program("ValueFast.Begin(model)"));
        consumer.Write("App/fast.attngen.json", Strategies);
        await AddBackend(consumer);
        Assert.Contains("trained 8 0.08", await consumer.Run(), StringComparison.Ordinal);

        foreach (var (file, text) in WrongFiles)
        {
            consumer.Write($"App/{file}", text);
        }

        string[] expected = [.. WrongFiles.SelectMany(file => Marks(file.Text).Select(mark => $"{file.Name}({mark.Line}): {mark.Id}")).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, Consumer.Errors(await consumer.Build()).Where(error => error.Contains("json", StringComparison.Ordinal)));

        // Without analyzers the compiler says it, in the same places.
        var unanalyzed = await consumer.Build("-p:RunAnalyzers=false");
        Assert.Equal(
            expected.Select(error => $"{error.Split(": ")[0]}: CS1029").Distinct(),
            Consumer.Errors(unanalyzed).Where(error => error.Contains("json", StringComparison.Ordinal)));
        Assert.All(expected.Select(error => error.Split(": ")[1]).Distinct(), id => Assert.Contains($"#error: '{id}:", unanalyzed.Output, StringComparison.Ordinal));
    }

    private const string Strategies = """
        {
          "model": "Tagger",
          "strategies": {
            "ValueFast": {
              "lora": { "rank": 2 },
              "tune": { "V": { "lrScale": 8 } },
              "options": { "learningRate": 0.01 }
            }
          }
        }
        """;

    /// <summary>Files with every kind of mistake; a comment at a mistake's line names its diagnostic.</summary>
    private static (string Name, string Text)[] WrongFiles =>
    [
        ("keys.attngen.json", """
            {
              "model": "Tagger",
              "strategies": {
                "UnknownKey": { "tune": { "V": {
                  "lrScal": 8 // ATG0502
                } } },
                "UnknownRole": { "tune": {
                  "O": {}, // ATG0502
                  "V": {}
                } },
                "WrongType": { "tune": { "V": {
                  "lrScale": "8" // ATG0503
                } } },
                "OutOfRange": { "tune": { "V": {
                  "lrScale": -8 // ATG0504
                } } },
                "Layers": { "tune": { "V": {
                  "layers": "last:0" // ATG0504
                } } },
                "Contradiction": { "tune": { "V": {} },
                  "freeze": ["V"] // ATG0506
                },
                "Nothing":
                  {} // ATG0505
              }
            }
            """),
        ("syntax.attngen.json", """
            {
              "model": "Tagger"
              "strategies": { "Syntax": { "tune": { "V": {} } } } // ATG0501
            }
            """),
        ("model.attngen.json", """
            {
              "model": "Tager", // ATG0508
              "strategies": { "NoModel": { "tune": { "V": {} } } }
            }
            """),
        ("rank.attngen.json", """
            {
              "model": "Tagger",
              "strategies": { "Rank": {
                "lora": { "rank": 9 }, // ATG0213
                "tune": { "V": {} }
              } }
            }
            """),
        ("twice.attngen.json", """
            {
              "model": "Tagger",
              "strategies": {
                "ValueFast": { "tune": { "V": {} } } // ATG0507
              }
            }
            """),
    ];

    private static IEnumerable<(int Line, string Id)> Marks(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Index().Where(line => line.Item.Contains("// ", StringComparison.Ordinal)).Select(line => (line.Index + 1, line.Item.Split("// ")[1]));

    /// <summary>What is wrong, the line of the model at which it is reported, and the diagnostic.</summary>
    private static (string From, string To, int Line, string Id)[] Mistakes =>
    [
        ("[Tune(Matrix.Q)]", "[Tune(Matrix.Q), Freeze(Matrix.Q)]", 7, "ATG0202"),
        ("LrScale = 4", "LrScale = -4", 8, "ATG0204"),
        ("Rank = 2", "Rank = 9", 6, "ATG0213"),
    ];

    [Fact]
    public async Task Who_uses_the_models_alone_gets_the_compilers_part_too()
    {
        using var consumer = await Consumer.Of(packages);
        await consumer.Add("AttnGen.Models", "0.1.0");
        consumer.Write("App/Model.cs", Model.Replace("LrScale = 4", "LrScale = 0", StringComparison.Ordinal));

        Assert.Contains("Model.cs(8): ATG0204", Consumer.Errors(await consumer.Build("-p:AttnGenBackend=none")));
    }

    [Fact]
    public async Task A_backend_that_does_not_exist_is_refused_with_those_that_do()
    {
        using var consumer = await Consumer.Of(packages);
        await consumer.Add("AttnGen", "0.1.0");

        var run = await consumer.Build("-p:AttnGenBackend=rocm");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("error ATGB001", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Does what the first build says.</summary>
    private static async Task AddBackend(Consumer consumer)
    {
        var told = await consumer.Build();
        var advice = Advice().Match(told.Output);
        Assert.True(advice.Success, told.Output);
        await consumer.Add(advice.Groups["package"].Value, advice.Groups["version"].Value);
    }

    [GeneratedRegex(@"warning ATGB003: .*dotnet add package (?<package>libtorch-cpu-[\w-]+) --version (?<version>[\d.]+)\.")]
    private static partial Regex Advice();
}
