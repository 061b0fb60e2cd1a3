using System.Text.RegularExpressions;

namespace AttnGen.Packaging.Tests;

[Collection(nameof(Packages))]
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

    private const string Program = """
        using AttnGen;
        using TorchSharp;
        using static TorchSharp.torch;

        manual_seed(1);
        using var model = new Tagger();
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-2 });
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

        Console.WriteLine(losses[^1] < losses[0] ? $"trained {tuning.Groups.Value.LrScale}" : "not trained");
        """;

    [Fact]
    public async Task A_new_project_is_told_its_backend_trains_and_is_refused_what_is_wrong()
    {
        using var consumer = await Consumer.Of(packages);
        await consumer.Add("AttnGen", "0.1.0");
        consumer.Write("App/Model.cs", Model);
        consumer.Write("App/Program.cs", Program);

        var told = await consumer.Build();
        var advice = Advice().Match(told.Output);
        Assert.True(advice.Success, told.Output);
        await consumer.Add(advice.Groups["package"].Value, advice.Groups["version"].Value);
        var built = await consumer.Build();
        Assert.True(built.ExitCode == 0 && !built.Output.Contains("warning", StringComparison.Ordinal), built.Output);
        Assert.Contains("trained 4", await consumer.Run(), StringComparison.Ordinal);

        foreach (var (from, to, line, id) in Mistakes)
        {
            consumer.Write("App/Model.cs", Model.Replace(from, to, StringComparison.Ordinal));
            Assert.Equal([$"Model.cs({line}): {id}"], Consumer.Errors(await consumer.Build()).Where(error => !error.Contains(": CS", StringComparison.Ordinal)));
            var unanalyzed = await consumer.Build("-p:RunAnalyzers=false");
            Assert.Equal(["Program.cs(7): CS0619"], Consumer.Errors(unanalyzed));
            Assert.Contains($"error CS0619: 'Tagger.BeginTuning(TuningOptions?)' is obsolete: '{id}:", unanalyzed.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_strategy_file_becomes_a_type_and_its_mistakes_are_errors_at_their_lines()
    {
        using var consumer = await Consumer.Of(packages);
        await consumer.Add("AttnGen", "0.1.0");
        consumer.Write("App/Model.cs", Model);
        consumer.Write("App/Program.cs", "System.Console.WriteLine(ValueFast.Value.ValueLrScale + \" \" + ValueFast.Options.LearningRate);");
        consumer.Write("App/fast.attngen.json", Strategies);

        var built = await consumer.Build("-p:AttnGenBackend=none");
        Assert.True(built.ExitCode == 0, built.Output);

        foreach (var (from, to, line, id) in FileMistakes)
        {
            consumer.Write("App/fast.attngen.json", Strategies.Replace(from, to, StringComparison.Ordinal));
            Assert.Contains($"fast.attngen.json({line}): {id}", Consumer.Errors(await consumer.Build("-p:AttnGenBackend=none")));
            var unanalyzed = await consumer.Build("-p:AttnGenBackend=none", "-p:RunAnalyzers=false");
            Assert.Contains($"fast.attngen.json({line}): CS1029", Consumer.Errors(unanalyzed));
            Assert.Contains($"#error: '{id}:", unanalyzed.Output, StringComparison.Ordinal);
        }
    }

    private const string Strategies = """
        {
          "model": "Tagger",
          "strategies": {
            "ValueFast": {
              "lora": { "rank": 2 },
              "tune": { "V": { "lrScale": 8 } },
              "options": { "learningRate": 0.5 }
            }
          }
        }
        """;

    private static (string From, string To, int Line, string Id)[] FileMistakes =>
    [
        ("\"lrScale\"", "\"lrScal\"", 6, "ATG0502"),
        ("\"Tagger\"", "\"Tager\"", 2, "ATG0508"),
        ("\"rank\": 2", "\"rank\": 9", 5, "ATG0213"),
    ];

    /// <summary>What is wrong, the line of the model at which it is reported, and the diagnostic.</summary>
    private static (string From, string To, int Line, string Id)[] Mistakes =>
    [
        ("LrScale = 4", "LrScale = -4", 8, "ATG0204"),
        ("[Tune(Matrix.Q)]", "[Tune(Matrix.Q), Freeze(Matrix.Q)]", 7, "ATG0202"),
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

    [GeneratedRegex(@"warning ATGB003: .*dotnet add package (?<package>libtorch-cpu-[\w-]+) --version (?<version>[\d.]+)\.")]
    private static partial Regex Advice();
}
