using AttnGen.Optimization.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Kernels;

/// <summary>Both kernels against TorchSharp's AdamW and against the formula.</summary>
public sealed class AdamWKernelTests
{
    private const int Steps = 50;

    public static TheoryData<string, string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, double>();
            foreach (var kernel in new[] { "fused", "managed" })
            {
                foreach (var shapes in new[] { "lora", "full", "bias" })
                {
                    cases.Add(kernel, shapes, 0);
                    cases.Add(kernel, shapes, 0.01);
                }
            }

            return cases;
        }
    }

    [Fact]
    public void The_fused_kernel_is_there_and_is_the_best()
    {
        Assert.Null(AdamWKernel.FusedProblem);
        Assert.Equal("fused", AdamWKernel.Fused?.Name);
        Assert.Same(AdamWKernel.Fused, AdamWKernel.Best);
        Assert.Equal("managed", AdamWKernel.Managed.Name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fifty_steps_are_those_of_TorchSharp(string kernelName, string shapes, double weightDecay)
    {
        using var scope = NewDisposeScope();
        var seed = Random.Shared.Next();
        manual_seed(seed);
        var kernel = Kernel(kernelName);
        var flat = new FlatTensors(Shapes(shapes));
        var initial = flat.Segment.Parameters.clone();
        var theirs = flat.Views.Select(view => new Parameter(view.detach().clone())).ToList();
        using var optimizer = optim.AdamW(theirs, lr: 1e-3, weight_decay: weightDecay);
        var settings = new AdamWSettings(1e-3, 0.9, 0.999, 1e-8, weightDecay);

        for (var step = 0; step < Steps; step++)
        {
            using var stepScope = NewDisposeScope();
            flat.NextGradients(step);
            SetGradients(theirs, flat.Segment.Gradients);
            optimizer.step();
            kernel.Update(flat.Segment, settings);
        }

        for (var i = 0; i < theirs.Count; i++)
        {
            var difference = (flat.Views[i] - theirs[i]).abs().max().item<float>();
            Assert.True(difference < 1e-6, $"parameter {i} of shape [{string.Join(", ", theirs[i].shape)}] differs by {difference} (seed {seed})");
        }

        var moved = (flat.Segment.Parameters - initial).abs();
        Assert.True(moved.mean().item<float>() > 1e-3, $"the update changed too little (seed {seed})");
        Assert.Equal(Steps, flat.Segment.Step.item<float>());
    }

    [Theory]
    [InlineData("fused", ScalarType.Float32, 1e-6)]
    [InlineData("managed", ScalarType.Float32, 1e-6)]
    [InlineData("fused", ScalarType.Float64, 1e-13)]
    [InlineData("managed", ScalarType.Float64, 1e-13)]
    public void Fifty_steps_are_those_of_the_formula(string kernelName, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var seed = Random.Shared.Next();
        manual_seed(seed);
        var random = new Random(seed);
        var kernel = Kernel(kernelName);
        var flat = new FlatTensors([[7, 5], [5], [1]], type);
        var formula = new AdamWFormula(Values(flat.Segment.Parameters));

        for (var step = 0; step < Steps; step++)
        {
            // Each step has numbers of its own, as under a schedule.
            var settings = new AdamWSettings(1e-2 * random.NextDouble(), 0.9, 0.99, 1e-6, 0.1 * random.NextDouble());
            flat.NextGradients(step);
            kernel.Update(flat.Segment, settings);
            formula.Update(Values(flat.Segment.Gradients), settings);
        }

        var difference = Values(flat.Segment.Parameters).Zip(formula.Parameters, (ours, theirs) => Math.Abs(ours - theirs)).Max();
        Assert.True(difference < tolerance, $"differs by {difference} (seed {seed})");
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("managed")]
    public void Parameters_that_are_views_see_the_update(string kernelName)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var flat = new FlatTensors([[3, 2], [4]]);
        var linear = flat.Views[0];
        var before = linear.detach().clone();
        flat.NextGradients(0);

        Kernel(kernelName).Update(flat.Segment, new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0));

        // The first step of AdamW goes by the rate against the gradient's sign.
        var expected = before - (0.1 * flat.Segment.Gradients.narrow(0, 0, 6).view(3, 2).sign());
        Assert.True((linear - expected).abs().max().item<float>() < 1e-5);
        Assert.True(linear.requires_grad && linear.is_leaf);
        Assert.Null(flat.Segment.Parameters.grad);
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("managed")]
    public void No_tensor_outlives_an_update(string kernelName)
    {
        using var scope = NewDisposeScope();
        var kernel = Kernel(kernelName);
        var flat = new FlatTensors([[8, 8]]);
        var settings = new AdamWSettings(1e-3, 0.9, 0.999, 1e-8, 0.01);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var step = 0; step < 20; step++)
        {
            kernel.Update(flat.Segment, settings);
            _ = GradientNorm.Compute([flat.Segment.Gradients]);
            GradientNorm.Scale([flat.Segment.Gradients], 0.5);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>libtorch's kernel does not compare the lengths and would read past the shorter buffer.</summary>
    [Fact]
    public void Buffers_of_different_lengths_are_refused()
    {
        using var scope = NewDisposeScope();
        var flat = new FlatTensors([[4]]);
        Assert.Throws<ArgumentException>(() => new AdamWSegment(flat.Segment.Parameters, ones(3), flat.Segment.FirstMoment, flat.Segment.SecondMoment, flat.Segment.Step));
    }

    private static AdamWKernel Kernel(string name)
    {
        var kernel = name == "fused" ? AdamWKernel.Fused : AdamWKernel.Managed;
        Assert.True(kernel is not null, AdamWKernel.FusedProblem);
        return kernel;
    }

    private static List<long[]> Shapes(string name) => name switch
    {
        "lora" => [.. Enumerable.Range(0, 24).Select(i => i % 2 == 0 ? new long[] { 8, 384 } : [384, 8])],
        "full" => [[768, 768], [768, 768]],
        _ => [[1], [3], [384]],
    };

    private static void SetGradients(List<Parameter> parameters, Tensor flat)
    {
        var start = 0L;
        foreach (var parameter in parameters)
        {
            parameter.grad = flat.narrow(0, start, parameter.numel()).view(parameter.shape).clone();
            start += parameter.numel();
        }
    }

    private static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.to(ScalarType.Float64).data<double>().ToArray();
    }
}
