using AttnGen.Gpu.Measurements;

namespace AttnGen.Gpu.Tests;

public sealed class StepFlopsTests
{
    [Fact]
    public void The_frozen_matrices_of_RoBERTa_base_make_most_of_a_step()
    {
        var shape = EncoderShape.Of(EncoderShape.RobertaBase, isGpu: true);
        Assert.Equal((32, 128), (shape.Batch, shape.Length));
        // 84,934,656 elements in 12 layers; 4,096 tokens; forward and the input's gradient, two operations each.
        const double frozen = 4.0 * 84_934_656 * 4096;
        const double attention = 12.0 * 12 * 4096 * 128 * 768;
        const double adapters = 2.0 * 12 * 12 * 4096 * 8 * 768;
        const double firstInput = (2.0 * 3 * 4096 * 768 * 768) + (2.0 * 4 * 4096 * 8 * 768);
        Assert.Equal(frozen + attention + adapters - firstInput, StepFlops.Of(shape), 1e3);
    }

    [Fact]
    public void The_larger_encoder_has_a_billion_parameters()
    {
        Assert.InRange(EncoderShape.Of(EncoderShape.Billion, isGpu: true).Parameters, 1_000_000_000, 1_030_000_000);
        Assert.True(EncoderShape.Of(EncoderShape.Billion, isGpu: false).Configuration.Layers < EncoderShape.Of(EncoderShape.Billion, isGpu: true).Configuration.Layers);
        Assert.Throws<ArgumentOutOfRangeException>(() => EncoderShape.Of("roberta", isGpu: true));
    }
}
