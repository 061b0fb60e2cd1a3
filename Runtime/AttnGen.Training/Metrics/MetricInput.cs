using TorchSharp;

namespace AttnGen.Training;

/// <summary>What metrics take from a batch: its shapes checked, its numbers on the host.</summary>
internal static class MetricInput
{
    /// <exception cref="ArgumentException">They are not logits [batch, classes] and labels [batch].</exception>
    public static void RequireLogits(string metric, torch.Tensor output, torch.Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(labels);
        if (output.dim() != 2 || labels.dim() != 1 || output.shape[0] != labels.shape[0])
        {
            throw new ArgumentException($"{metric} needs logits [batch, classes] and labels [batch], not {Shape(output)} and {Shape(labels)}.", nameof(output));
        }
    }

    /// <exception cref="ArgumentException">They are not scores [batch] or [batch, 1] and labels [batch].</exception>
    public static void RequireScores(string metric, torch.Tensor output, torch.Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(labels);
        bool scores = output.dim() == 1 || (output.dim() == 2 && output.shape[1] == 1);
        if (!scores || labels.dim() != 1 || output.shape[0] != labels.shape[0])
        {
            throw new ArgumentException($"{metric} needs scores [batch] or [batch, 1] and labels [batch], not {Shape(output)} and {Shape(labels)}.", nameof(output));
        }
    }

    /// <summary>The class of each row's largest logit.</summary>
    public static long[] Predicted(torch.Tensor logits)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return Integers(logits.detach().argmax(1));
    }

    public static long[] Integers(torch.Tensor numbers)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return [.. numbers.to(torch.ScalarType.Int64).cpu().contiguous().data<long>()];
    }

    public static double[] Numbers(torch.Tensor numbers)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return [.. numbers.detach().to(torch.ScalarType.Float64).cpu().contiguous().data<double>()];
    }

    private static string Shape(torch.Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
