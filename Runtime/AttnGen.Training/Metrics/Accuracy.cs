using TorchSharp;

namespace AttnGen.Training;

/// <summary>The share of examples whose largest logit is their class's.</summary>
public sealed class Accuracy : IMetric
{
    /// <summary>Correct examples so far.</summary>
    public long Correct { get; private set; }

    /// <summary>Examples so far.</summary>
    public long Total { get; private set; }

    /// <summary>"accuracy".</summary>
    public string Name => "accuracy";

    /// <inheritdoc/>
    public double Value => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>Adds a batch.</summary>
    /// <param name="output">Logits, [batch, classes].</param>
    /// <param name="labels">Classes, int64 [batch].</param>
    /// <exception cref="ArgumentException">The shapes are others.</exception>
    public void Add(torch.Tensor output, torch.Tensor labels)
    {
        MetricInput.RequireLogits("Accuracy", output, labels);
        using DisposeScope scope = torch.NewDisposeScope();
        Correct += output.detach().argmax(1).eq(labels).sum().item<long>();
        Total += labels.shape[0];
    }
}
