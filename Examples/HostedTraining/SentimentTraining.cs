using AttnGen;
using AttnGen.Models.Assets;
using AttnGen.Models.Bert;
using AttnGen.Models.Tokenization;
using AttnGen.Safetensors;
using AttnGen.Training;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace HostedTraining;

/// <summary>One run: fetched, resumed where it was, trained, evaluated, saved.</summary>
internal sealed class SentimentTraining(IOptions<TrainingSettings> options, IOptions<TuningSettings<SentimentClassifier>> tuned, ILogger<SentimentTraining> logger)
{
    private const int EvaluationBatch = 8;

    private readonly TrainingSettings settings = options.Value;
    private readonly TuningSettings<SentimentClassifier> tuningSettings = tuned.Value;

    private string ResultFile => Path.Combine(settings.Output, "result.json");

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (File.Exists(ResultFile) && !settings.Repeat)
        {
            logger.FinishedBefore(settings.Output, (await File.ReadAllTextAsync(ResultFile, cancellation).ConfigureAwait(false)).Trim());
            return;
        }

        var assets = await FetchAsync(cancellation).ConfigureAwait(false);
        // No more awaiting from here on: TorchSharp's scopes are bound to their thread.
        Run(assets, cancellation);
    }

    private void Run((Asset Model, string Reviews) assets, CancellationToken cancellation)
    {
        set_num_threads(settings.Threads ?? Environment.ProcessorCount);
        FrozenProducts.Kernel = settings.Products;
        manual_seed(settings.Seed);
        var (train, test) = Load(assets);
        using var model = new SentimentClassifier(BertEncoder.Load(assets.Model.PathOf(KnownAssets.Weights), assets.Model.PathOf(KnownAssets.Configuration), dropout: settings.Dropout));
        using var tuning = model.BeginTuning(tuningSettings.Strategy, tuningSettings.Options with { Seed = tuningSettings.Options.Seed ?? settings.Seed });
        logger.Prepared(tuning.TrainableCount, model.parameters().Sum(parameter => parameter.numel()), tuning.Strategy.Description);
        logger.Explained(tuning.Explain());

        using var state = new StateKeeper(tuning, Path.Combine(settings.Output, "state.safetensors"), new StateKeeperOptions { EverySteps = settings.SaveEverySteps }, logger);
        if (File.Exists(ResultFile))
        {
            // In this order: a process that dies in between repeats the run all the same.
            state.Forget();
            File.Delete(ResultFile);
        }

        cancellation.ThrowIfCancellationRequested();
        var batches = new TextBatches(train, new BatchOptions { BatchSize = settings.Batch, Seed = settings.Seed });
        var testing = new TextBatches(test, BatchOptions.ForEvaluation(EvaluationBatch));
        var loop = new TrainingLoop(tuning, batches, batch => Loss(model.call(batch.Ids, batch.Mask), batch.Labels), new TrainingLoopOptions
        {
            Epochs = settings.Epochs,
            Steps = settings.Steps,
            Start = state.Resume(),
            Callbacks = [new TrainingLog(logger, settings.LogEverySteps), new TensorBoardLog(Path.Combine(settings.Output, "tensorboard")), state],
            Evaluate = token => Evaluation.Run(model, batch => model.call(batch.Ids, batch.Mask), Loss, testing, cancellation: token),
        });
        model.train();
        var outcome = loop.Run(cancellation);
        if (!outcome.Completed)
        {
            logger.Stopped(outcome.Step);
            return;
        }

        Save(model, tuning, outcome);
        state.Forget();
    }

    private void Save(SentimentClassifier model, TuningSession tuning, TrainingOutcome outcome)
    {
        if (tuning.Strategy is { Method: LowRankTuning, Roles.Count: > 0 })
        {
            tuning.SaveAdapter(settings.Output, baseModel: KnownAssets.AllMiniLmL6V2.Name, taskType: "SEQ_CLS");
        }
        else
        {
            // Without adapters what was trained is part of the model.
            SafetensorsWriter.Write(Path.Combine(settings.Output, "model.safetensors"), model.state_dict());
        }

        var measured = outcome.LastEvaluation!.Result;
        var result = new SentimentResult(outcome.Step, measured.Accuracy!.Value, measured.Loss, TrainedWeights.Fingerprint(tuning));
        // The last file: from now on the run is finished.
        result.Save(ResultFile);
        logger.Finished(result.Accuracy, measured.Examples, settings.Output, result.Weights);
    }

    private static Tensor Loss(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits, labels);

    private async Task<(Asset Model, string Reviews)> FetchAsync(CancellationToken cancellation)
    {
        var messages = new Progress<string>(logger.Fetching);
        var model = settings.Model is { Length: > 0 } directory
            ? await Asset.FromDirectoryAsync(KnownAssets.AllMiniLmL6V2, directory, cancellation).ConfigureAwait(false)
            : await AssetStore.Default.GetAsync(KnownAssets.AllMiniLmL6V2, messages, cancellation).ConfigureAwait(false);
        var reviews = settings.Data is { Length: > 0 } file
            ? file
            : (await AssetStore.Default.GetAsync(KnownAssets.ImdbReviews, messages, cancellation).ConfigureAwait(false)).PathOf(KnownAssets.Reviews);
        return (model, reviews);
    }

    private (TextDataset Train, TextDataset Test) Load((Asset Model, string Reviews) assets)
    {
        var tokenizer = WordPieceTokenizer.FromFile(assets.Model.PathOf(KnownAssets.Tokenizer));
        var (train, test) = Reviews.Read(assets.Reviews).Split(settings.Examples, settings.TestExamples);
        return (train.Tokenize(tokenizer, settings.Length, "The training part"), test.Tokenize(tokenizer, settings.Length, "The test part"));
    }
}
