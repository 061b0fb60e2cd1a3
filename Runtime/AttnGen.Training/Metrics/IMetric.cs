using TorchSharp;

namespace AttnGen.Training;

/// <summary>A measure that is added up batch by batch and keeps no tensors.</summary>
public interface IMetric
{
    /// <summary>What it is called in results, in lower case.</summary>
    string Name { get; }

    /// <summary>The value over everything added so far; <see cref="double.NaN"/> before the first.</summary>
    double Value { get; }

    /// <summary>Adds a batch.</summary>
    /// <param name="output">What the model gave; [batch, classes], [batch] or [batch, 1].</param>
    /// <param name="labels">The labels; [batch].</param>
    void Add(torch.Tensor output, torch.Tensor labels);
}
