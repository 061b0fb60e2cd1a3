using AttnGen.Optimization.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Kernels;

/// <summary>A segment, filled up to a length that every kernel takes, and parameters of the shapes given that are views of it.</summary>
internal sealed class FlatTensors
{
    public FlatTensors(IReadOnlyList<long[]> shapes, ScalarType type = ScalarType.Float32, ScalarType? copyType = null)
    {
        var length = shapes.Sum(shape => shape.Aggregate(1L, (product, size) => product * size));
        length = (length + VectorPass.Multiple - 1) / VectorPass.Multiple * VectorPass.Multiple;
        var flat = randn(length, dtype: type).mul_(0.05);
        Segment = new AdamWSegment(flat, zeros(length, dtype: copyType ?? type), zeros(length, dtype: type), zeros(length, dtype: type), zeros([]), copyType is { } narrow ? flat.to(narrow) : null);
        var (views, start) = (new List<TorchSharp.Modules.Parameter>(), 0L);
        foreach (var shape in shapes)
        {
            var size = shape.Aggregate(1L, (product, each) => product * each);
            views.Add(new TorchSharp.Modules.Parameter(flat.narrow(0, start, size).view(shape)));
            start += size;
        }

        Views = views;
    }

    public AdamWSegment Segment { get; }

    /// <summary>What a model's modules would hold.</summary>
    public IReadOnlyList<TorchSharp.Modules.Parameter> Views { get; }

    /// <summary>Puts fresh gradients into the flat buffer; now and then large, small or zero ones.</summary>
    public void NextGradients(int step)
    {
        using var scope = NewDisposeScope();
        var scale = (step % 7) switch { 3 => 30, 5 => 1e-4, _ => 0.02 };
        Segment.Gradients.copy_(randn_like(Segment.Gradients).mul_(scale));
        if (step % 11 == 4)
        {
            Segment.Gradients.zero_();
        }
    }
}
