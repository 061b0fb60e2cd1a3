using AttnGen.Training.Tests.Support;
using TorchSharp;

namespace AttnGen.Training.Tests.Glue;

/// <summary>From files to the reported number, with a model that is made for the purpose.</summary>
public sealed class GlueTuningTests : IDisposable
{
    private static readonly string[] Colours = ["red", "green", "blue"];

    private readonly GlueFiles files = new();

    public void Dispose() => files.Dispose();

    /// <summary>Both classes have the same words: only the sentence that "red" stands in tells them apart.</summary>
    [Fact]
    public void A_task_of_pairs_is_learned()
    {
        Write("RTE", "sentence1\tsentence2\tlabel", random => random.NextBelow(2) == 0 ? $"{Filled(random, "red")}\t{Filled(random, "green")}\tentailment" : $"{Filled(random, "green")}\t{Filled(random, "red")}\tnot_entailment");
        EvaluationResult result = Tune(GlueTask.Rte);
        Assert.Equal(["accuracy"], result.Metrics.Keys);
        Assert.Equal(60, result.Examples);
        Assert.True(GlueTask.Rte.Score(result) >= 0.9, $"accuracy {GlueTask.Rte.Score(result)}");
    }

    /// <summary>The score is 5 where the second sentence has the first one's light, less where it is darker.</summary>
    [Fact]
    public void A_task_of_scores_is_learned()
    {
        Write("STS-B", "sentence1\tsentence2\tscore", random =>
        {
            int dark = random.NextBelow(5);
            return $"{Filled(random, "light")}\t{string.Join(' ', Enumerable.Repeat("dark", dark).Append(Colours[random.NextBelow(3)]))}\t{5 - (1.25 * dark):0.00}";
        });
        EvaluationResult result = Tune(GlueTask.StsB);
        Assert.Equal(["pearson", "spearman"], result.Metrics.Keys);
        Assert.True(GlueTask.StsB.Score(result) >= 0.9 && result.Metrics["spearman"] >= 0.9, $"pearson {result.Metrics["pearson"]}, spearman {result.Metrics["spearman"]}");
    }

    private static string Filled(SeededRandom random, string word) => string.Join(' ', Enumerable.Repeat("blue", random.NextBelow(3)).Append(word));

    private void Write(string task, string header, Func<SeededRandom, string> line)
    {
        SeededRandom random = new(3);
        files.Write($"{task}/train.tsv", $"{header}\n{string.Join('\n', Enumerable.Range(0, 240).Select(_ => line(random)))}");
        files.Write($"{task}/dev.tsv", $"{header}\n{string.Join('\n', Enumerable.Range(0, 60).Select(_ => line(random)))}");
    }

    private EvaluationResult Tune(GlueTask task)
    {
        GlueSplit split = new GlueDirectory(files.Root).ReadSplit(task);
        Models.Tokenization.WordPieceTokenizer tokenizer = files.Tokenizer();
        TextBatches training = new(split.Training.Take(200, seed: 1).Tokenize(tokenizer, maxLength: 16), new BatchOptions { TokenBudget = 160, Seed = 2 });
        TextBatches development = new(Assert.Single(split.Development).Tokenize(tokenizer, maxLength: 16), BatchOptions.ForEvaluation());

        torch.manual_seed(1);
        using TinyPairModel model = new(task);
        TrainingLoopOptions options = new() { Epochs = 12, Evaluate = token => Evaluation.Run(model, Forward, task.Loss, development, task.Metrics(), cancellation: token) };
        using TuningSession tuning = model.BeginTuning(new TuningOptions { LearningRate = 0.01, Schedule = Schedule.Linear(options.TotalSteps(training)), Seed = 4 });
        model.train();
        return new TrainingLoop(tuning, training, batch => task.Loss(Forward(batch), batch.Labels), options).Run().LastEvaluation!.Result;

        torch.Tensor Forward(Batch batch) => model.call(batch.Ids, batch.Mask, batch.TypeIds);
    }
}
