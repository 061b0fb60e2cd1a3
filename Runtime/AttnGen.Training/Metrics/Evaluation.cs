using System.Diagnostics;
using TorchSharp;

namespace AttnGen.Training;

/// <summary>
/// Measures a model without gradients and in evaluation mode; afterwards each of its modules is in the mode that it was in before,
/// also where an exception ends it.
/// </summary>
public static class Evaluation
{
    /// <summary>The mean loss and, for classification, the accuracy on all examples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="forward">Gives the logits [batch, classes] (or scores) of a batch.</param>
    /// <param name="loss">The mean loss of a batch from output and labels.</param>
    /// <param name="batches">The examples; each is measured once.</param>
    /// <param name="metrics">What to measure beside the loss; by default the accuracy where the data has classes.</param>
    /// <param name="keepPredictions">Whether the result keeps the outputs of all examples; it does not by default.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ArgumentException">The batches would leave examples out.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static EvaluationResult Run(
        torch.nn.Module model,
        Func<Batch, torch.Tensor> forward,
        Func<torch.Tensor, torch.Tensor, torch.Tensor> loss,
        TextBatches batches,
        IEnumerable<IMetric>? metrics = null,
        bool keepPredictions = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        long began = Stopwatch.GetTimestamp();
        MeanLoss mean = new();
        IMetric[] measured = [.. metrics ?? (batches?.Data.Classes is null ? [] : [new Accuracy()])];
        float[][]? predictions = keepPredictions && batches is not null ? new float[batches.Data.Count][] : null;
        Each(model, forward, batches, cancellation, (batch, output) =>
        {
            mean.Add(LossValue.Read(loss(output, batch.Labels)), batch.Count);
            foreach (IMetric metric in measured)
            {
                metric.Add(output, batch.Labels);
            }

            if (predictions is not null)
            {
                Keep(batch, output, predictions);
            }
        });

        SortedDictionary<string, double> values = new(StringComparer.Ordinal);
        foreach (IMetric metric in measured)
        {
            values.Add(metric.Name, metric.Value);
        }

        return new EvaluationResult(mean.Value, values, mean.Count, Stopwatch.GetElapsedTime(began).TotalSeconds) { Predictions = predictions };
    }

    /// <summary>What the model gives for each example, in the order of the data.</summary>
    /// <param name="model">The model.</param>
    /// <param name="forward">Gives the output [batch, ...] of a batch.</param>
    /// <param name="batches">The examples.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <returns>One row an example: its output's numbers in row-major order.</returns>
    /// <exception cref="ArgumentException">The batches would leave examples out.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static float[][] Predict(torch.nn.Module model, Func<Batch, torch.Tensor> forward, TextBatches batches, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        float[][] rows = new float[batches.Data.Count][];
        Each(model, forward, batches, cancellation, (batch, output) => Keep(batch, output, rows));
        return rows;
    }

    private static void Keep(Batch batch, torch.Tensor output, float[][] rows)
    {
        float[] numbers = [.. output.to(torch.ScalarType.Float32).cpu().contiguous().data<float>()];
        int width = numbers.Length / batch.Count;
        for (int row = 0; row < batch.Count; row++)
        {
            rows[batch.Plan.Indices[row]] = numbers[(row * width)..((row + 1) * width)];
        }
    }

    private static void Each(
        torch.nn.Module model, Func<Batch, torch.Tensor> forward, TextBatches? batches, CancellationToken cancellation, Action<Batch, torch.Tensor> use)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(batches);
        if (batches.Options.DropLast)
        {
            throw new ArgumentException($"{nameof(BatchOptions.DropLast)} would leave examples out of the evaluation; make its batches without.", nameof(batches));
        }

        using TrainingFlags flags = TrainingFlags.Evaluating(model);
        using IDisposable guard = torch.no_grad();
        // Not for a few batches: what ends it takes as long as one of them.
        using IDisposable? kept = batches.BatchesPerEpoch > FreedMemory.BatchesBetweenLooks ? NativeAllocator.KeepFreedMemory() : null;
        FreedMemory freed = new();
        foreach (Batch batch in batches.Epoch(0, cancellation))
        {
            using (torch.NewDisposeScope())
            {
                use(batch, forward(batch));
            }

            freed.LookNowAndThen();
        }
    }
}
