using System.Diagnostics;
using AttnGen;
using AttnGen.Models.Bert;
using AttnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PaperReproduction.Cost;

/// <summary>What Q and V cost beside Q, K and V at the same rank: their steps in turn in one process, the first of a round in the next its last, and their bytes.</summary>
internal sealed class CostMeasurement(ReproductionOptions options, EncoderFiles model)
{
    private const int WarmUp = 3;
    private const int Rounds = 40;
    private const double Rate = 1e-4;

    private static readonly PaperStrategy[] Strategies = [new(Matrix.Q | Matrix.V, PaperSettings.Lora(8)), new(Matrix.Q | Matrix.K | Matrix.V, PaperSettings.Lora(8))];

    public CostResult Run(CancellationToken cancellation)
    {
        options.Prepare();
        manual_seed(1);
        using DisposeScope scope = NewDisposeScope();
        Device device = torch.device(options.Device);
        List<Trained> trained = [.. Strategies.Select(strategy => new Trained(strategy, NewModel(device), options.Precision))];
        using IEnumerator<Batch> batches = RandomBatches(trained[0].VocabularySize, device).Epoch(0).GetEnumerator();
        batches.MoveNext();
        for (int round = 0; round < WarmUp + Rounds; round++)
        {
            foreach (Trained each in round % 2 == 0 ? trained : Enumerable.Reverse(trained))
            {
                cancellation.ThrowIfCancellationRequested();
                each.Step(batches.Current, keep: round >= WarmUp);
            }
        }

        CostResult result = new(options.Batch, options.Length, options.ToJson(model), RunVersions.Current(), [.. trained.Select(each => each.Row())], TimeRatio.Of(trained[0].Seconds, trained[1].Seconds));
        trained.ForEach(each => each.Dispose());
        return result;
    }

    private TaskClassifier NewModel(Device device)
    {
        TaskClassifier classifier = new(BertEncoder.Load(model.Weights, model.Configuration, dropout: 0), outputs: 2);
        classifier.to(device);
        classifier.train();
        return classifier;
    }

    /// <summary>Full texts of random words: what a word is does not change how long it takes.</summary>
    private TextBatches RandomBatches(int vocabulary, Device device)
    {
        SeededRandom random = new(1);
        TextDataset texts = new([.. Enumerable.Range(0, options.Batch).Select(index => new TextExample([.. Enumerable.Range(0, options.Length).Select(_ => random.NextBelow(vocabulary))], index % 2))], classes: 2);
        return new TextBatches(texts, new BatchOptions { BatchSize = options.Batch, Device = device });
    }

    private sealed class Trained : IDisposable
    {
        private readonly PaperStrategy strategy;
        private readonly TaskClassifier classifier;
        private readonly TuningSession session;
        private readonly List<double> seconds = [];

        public Trained(PaperStrategy strategy, TaskClassifier classifier, Precision precision)
        {
            (this.strategy, this.classifier) = (strategy, classifier);
            session = classifier.BeginTuning(strategy.For<TaskClassifier>(), PaperSettings.Options(WarmUp + Rounds, Rate) with { Precision = precision });
        }

        /// <summary>Of each step that was kept.</summary>
        public IReadOnlyList<double> Seconds => seconds;

        public int VocabularySize => classifier.VocabularySize;

        public void Step(Batch batch, bool keep)
        {
            using DisposeScope scope = NewDisposeScope();
            long began = Stopwatch.GetTimestamp();
            Tensor loss = nn.functional.cross_entropy(classifier.call(batch), batch.Labels);
            loss.backward();
            session.Step(loss);
            // The loss was read, so that a GPU is done too.
            if (keep)
            {
                seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
        }

        public CostRow Row()
        {
            List<double> ordered = [.. seconds.Order()];
            StrategyFootprint footprint = session.Footprint;
            return new CostRow($"{strategy}", footprint.ProjectionParameters, footprint.ProjectionBytes, footprint.OptimizerBytes, ordered[ordered.Count / 2], ordered[0], ordered[^1]);
        }

        public void Dispose()
        {
            session.Dispose();
            classifier.Dispose();
        }
    }
}
