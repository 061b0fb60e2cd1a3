using System.Diagnostics;
using AttnGen;
using AttnGen.Files;
using AttnGen.Models.Assets;
using AttnGen.Models.Bert;
using AttnGen.Models.Tokenization;
using AttnGen.Training;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace ImdbSentiment;

/// <summary>One run: fetch, fine-tune, evaluate, save, and load what was saved into a fresh base model.</summary>
internal sealed class SentimentRun(SentimentOptions options, IAnsiConsole console)
{
    private const int EvaluationBatch = 8;

    public async Task<SentimentResult> RunAsync(CancellationToken cancellation)
    {
        var strategy = options.Strategy();
        Directory.CreateDirectory(options.Output);
        set_num_threads(options.Threads);
        manual_seed(options.Seed);
        FrozenProducts.Kernel = options.Products;
        var device = torch.device(options.Device);

        var assets = await FetchAsync(cancellation).ConfigureAwait(false);
        var began = Stopwatch.GetTimestamp();
        PeakMemory.Restart();
        // Beside each other: the texts take nothing of TorchSharp.
        var loading = Task.Run(() => Load(assets), CancellationToken.None);
        using var model = NewModel(assets, device);
        var loaded = Stopwatch.GetTimestamp();
        // Not awaited: the number of threads for computing belongs to this one.
        var (train, test) = loading.GetAwaiter().GetResult();
        var waited = Stopwatch.GetElapsedTime(loaded).TotalSeconds;
        console.WriteLine($"{train.Data.Count} reviews to train, {test.Data.Count} to test, {options.Length} tokens at most");
        var batches = new TextBatches(train.Data, options.Batches(device));
        var testing = new TextBatches(test.Data, BatchOptions.ForEvaluation(EvaluationBatch) with { Device = device });
        var loopOptions = new TrainingLoopOptions { Epochs = options.Epochs };

        using var tuning = model.BeginTuning(strategy, new TuningOptions
        {
            LearningRate = options.Rate,
            Schedule = Schedule.Linear(loopOptions.TotalSteps(batches)),
            Seed = options.Seed,
            Precision = options.Precision,
        });
        // Straight to the output: the console would wrap the table's lines.
        await Console.Out.WriteLineAsync(tuning.Explain() + Environment.NewLine).ConfigureAwait(false);

        var recorder = new RunRecorder("imdb-sentiment");
        using var progress = new ConsoleProgress(console);
        using var state = new StateKeeper(tuning, options.StateFile, new StateKeeperOptions { EverySteps = options.SaveEvery > 0 ? options.SaveEvery : null });
        EvaluationResult Evaluate(CancellationToken token) =>
            Evaluation.Run(model, batch => model.call(batch.Ids, batch.Mask), Loss, testing, keepPredictions: true, cancellation: token);
        var loop = new TrainingLoop(tuning, batches, batch => Loss(model.call(batch.Ids, batch.Mask), batch.Labels), loopOptions with
        {
            Start = options.Resume ? Resume(state) : null,
            Callbacks = [recorder, progress, state],
            Evaluate = Evaluate,
        });
        model.train();
        var outcome = loop.Run(cancellation);
        if (!outcome.Completed)
        {
            throw new OperationCanceledException(outcome.Step > 0 ? $"Stopped after step {outcome.Step}. The same command with --resume goes on from there." : "Stopped.");
        }

        var measured = outcome.LastEvaluation!.Result;
        var identical = options.Targets == Matrix.None || options.Method == TuningMethodName.Full
            ? (bool?)null
            : SaveAndReload(tuning, assets, device, testing, measured.Predictions!, cancellation);
        var result = new SentimentResult(
            measured.Accuracy!.Value, measured.Loss, outcome.Loss,
            tuning.TrainableCount, tuning.TrainableCount - HeadCount(tuning), identical, Stopwatch.GetElapsedTime(began).TotalSeconds, waited + outcome.WaitSeconds, PeakMemory.Bytes(), train.Fingerprint, test.Fingerprint);
        Write(recorder, result);
        state.Forget();
        return result;
    }

    private static SamplerState Resume(StateKeeper state) => state.Resume()
        ?? throw new FileNotFoundException($"There is no state to resume in '{state.Path}': no run with this --output was stopped after a saved step. Start it without --resume.");

    private static Tensor Loss(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits, labels);

    private static long HeadCount(TuningSession tuning) => tuning.Groups.Where(group => group.Name == "head").Sum(group => group.ParameterCount);

    private async Task<(Asset Model, string Reviews)> FetchAsync(CancellationToken cancellation)
    {
        var messages = new Progress<string>(console.WriteLine);
        var model = options.ModelDirectory is { Length: > 0 } directory
            ? await Asset.FromDirectoryAsync(KnownAssets.AllMiniLmL6V2, directory, cancellation).ConfigureAwait(false)
            : await AssetStore.Default.GetAsync(KnownAssets.AllMiniLmL6V2, messages, cancellation).ConfigureAwait(false);
        var reviews = options.DataFile is { Length: > 0 } file
            ? file
            : (await AssetStore.Default.GetAsync(KnownAssets.ImdbReviews, messages, cancellation).ConfigureAwait(false)).PathOf(KnownAssets.Reviews);
        return (model, reviews);
    }

    private ((TextDataset Data, string Fingerprint) Train, (TextDataset Data, string Fingerprint) Test) Load((Asset Model, string Reviews) assets)
    {
        var tokenizer = WordPieceTokenizer.FromFile(assets.Model.PathOf(KnownAssets.Tokenizer));
        var (train, test) = Reviews.Read(assets.Reviews).Split(options.Samples, options.TestSamples);
        var shown = options.ShuffleLabels ? train.WithShuffledLabels(options.Seed) : train;
        return ((shown.Tokenize(tokenizer, options.Length, "The training part"), train.Fingerprint), (test.Tokenize(tokenizer, options.Length, "The test part"), test.Fingerprint));
    }

    private SentimentClassifier NewModel((Asset Model, string Reviews) assets, Device device)
    {
        var model = new SentimentClassifier(BertEncoder.Load(assets.Model.PathOf(KnownAssets.Weights), assets.Model.PathOf(KnownAssets.Configuration), dropout: options.Dropout));
        model.to(device);
        return model;
    }

    private bool SaveAndReload(TuningSession tuning, (Asset Model, string Reviews) assets, Device device, TextBatches testing, IReadOnlyList<float[]> predictions, CancellationToken cancellation)
    {
        tuning.SaveAdapter(options.Output, baseModel: KnownAssets.AllMiniLmL6V2.Name, taskType: "SEQ_CLS");
        console.WriteLine($"adapter saved in {options.Output}; loading it into a fresh base model");
        using var fresh = NewModel(assets, device);
        fresh.LoadAdapter(options.Output);
        // A session goes on with the adapters that it finds, and rounds the frozen layers where that was asked for.
        using var rounded = options.Precision == Precision.BFloat16 ? fresh.BeginTuning(options.Strategy(), new TuningOptions { Precision = options.Precision }) : null;
        var again = Evaluation.Predict(fresh, batch => fresh.call(batch.Ids, batch.Mask), testing, cancellation);
        return predictions.Zip(again).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
    }

    private void Write(RunRecorder recorder, SentimentResult result)
    {
        var report = recorder.Report(options.ToJson(), new Dictionary<string, long> { ["run"] = options.Seed }, result.ToJson());
        AtomicFile.WriteText(Path.Combine(options.Output, "run.json"), report.ToJson());
        if (report.Steps.Count > 0)
        {
            AtomicFile.Write(options.Picture, stream => stream.Write(TrainingPicture.Draw(report)));
            return;
        }

        // Stopped after its last step and resumed: there was only to measure, and a picture that is there is another run's.
        File.Delete(options.Picture);
    }
}
