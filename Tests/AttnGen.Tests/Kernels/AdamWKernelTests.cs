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
            foreach (var kernel in new[] { "vector", "fused", "managed" })
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
    public void The_fused_kernel_is_there()
    {
        Assert.Null(AdamWKernel.FusedProblem);
        Assert.Equal("fused", AdamWKernel.Fused?.Name);
        Assert.Equal("managed", AdamWKernel.Managed.Name);
    }

    [Fact]
    public void The_best_kernel_is_the_vector_one_for_fp32_and_its_copies()
    {
        using var scope = NewDisposeScope();
        Assert.Null(AdamWKernel.VectorProblem);
        Assert.Equal("vector", AdamWKernel.Vector?.Name);
        Assert.Same(AdamWKernel.Vector, AdamWKernel.BestFor(new FlatTensors([[3]]).Segment));
        Assert.Same(AdamWKernel.Vector, AdamWKernel.BestFor(new FlatTensors([[3]], copyType: ScalarType.BFloat16).Segment));
        Assert.Same(AdamWKernel.Fused, AdamWKernel.BestFor(new FlatTensors([[3]], copyType: ScalarType.Float16).Segment));
        Assert.Same(AdamWKernel.Fused, AdamWKernel.BestFor(new FlatTensors([[3]], ScalarType.Float64).Segment));
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
    [InlineData("vector", ScalarType.Float32, 1e-6)]
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
            var settings = new AdamWSettings(1e-2 * random.NextDouble(), 0.9, 0.99, 1e-6, 0.1 * random.NextDouble(), step % 3 == 0 ? random.NextDouble() : 1);
            flat.NextGradients(step);
            formula.Update(Values(flat.Segment.Gradients), settings);
            kernel.Update(flat.Segment, settings);
            Assert.Equal(0, flat.Segment.Gradients.abs().sum().ToDouble());
        }

        var difference = Values(flat.Segment.Parameters).Zip(formula.Parameters, (ours, theirs) => Math.Abs(ours - theirs)).Max();
        Assert.True(difference < tolerance, $"differs by {difference} (seed {seed})");
    }

    [Theory]
    [InlineData("vector")]
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
        var signs = flat.Segment.Gradients.narrow(0, 0, 6).view(3, 2).sign();

        Kernel(kernelName).Update(flat.Segment, new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0));

        // The first step of AdamW goes by the rate against the gradient's sign.
        var expected = before - (0.1 * signs);
        Assert.True((linear - expected).abs().max().item<float>() < 1e-5);
        Assert.True(linear.requires_grad && linear.is_leaf);
        Assert.Null(flat.Segment.Parameters.grad);
    }

    [Theory]
    [InlineData("vector")]
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
            _ = kernel.GradientNorm([flat.Segment]);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>The master goes by the formula on the gradients as the model gave them, and the copy is its nearest value.</summary>
    [Theory]
    [InlineData("vector", ScalarType.BFloat16)]
    [InlineData("fused", ScalarType.BFloat16)]
    [InlineData("managed", ScalarType.BFloat16)]
    [InlineData("fused", ScalarType.Float16)]
    public void A_master_is_updated_by_the_formula_and_its_copy_is_the_nearest(string kernelName, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var seed = Random.Shared.Next();
        manual_seed(seed);
        var flat = new FlatTensors([[40, 50], [7]], copyType: type);
        var formula = new AdamWFormula(Values(flat.Segment.Parameters));
        var settings = new AdamWSettings(1e-4, 0.9, 0.99, 1e-6, 0.01, 0.5);

        for (var step = 0; step < Steps; step++)
        {
            flat.NextGradients(step);
            formula.Update(Values(flat.Segment.Gradients), settings);
            Kernel(kernelName).Update(flat.Segment, settings);
        }

        var difference = Values(flat.Segment.Parameters).Zip(formula.Parameters, (ours, theirs) => Math.Abs(ours - theirs)).Max();
        Assert.True(difference < 1e-6, $"differs by {difference} (seed {seed})");
        Assert.True(flat.Segment.Copy!.Equals(flat.Segment.Parameters.to(type)), $"the copy is not the master's nearest value (seed {seed})");
    }

    /// <summary>Clipping takes gradients below what half precision can hold; beside a master they are scaled in its precision.</summary>
    [Theory]
    [InlineData("fused")]
    [InlineData("managed")]
    public void Small_gradients_in_half_precision_outlive_clipping_beside_a_master(string kernelName)
    {
        using var scope = NewDisposeScope();
        var flat = new FlatTensors([[64]], copyType: ScalarType.Float16);
        flat.Segment.Gradients.fill_(1e-4);
        Kernel(kernelName).Update(flat.Segment, new AdamWSettings(1e-3, 0.9, 0.99, 1e-12, 0, 1e-5));
        Assert.All(Values(flat.Segment.FirstMoment), moment => Assert.Equal(1e-10, moment, 1e-12));
    }

    [Fact]
    public void What_is_no_number_is_none_in_the_copy_either()
    {
        using var scope = NewDisposeScope();
        var flat = new FlatTensors([[64]], copyType: ScalarType.BFloat16);
        var values = new[] { float.NaN, BitConverter.UInt32BitsToSingle(0x7FFFFFFF), float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1 + (1 / 256f), 1 + (3 / 256f), -0f, float.Epsilon };
        using (no_grad())
        {
            flat.Segment.Parameters.narrow(0, 0, values.Length).copy_(tensor(values));
        }

        AdamWKernel.Vector!.Update(flat.Segment, new AdamWSettings(0, 0.9, 0.99, 1e-8, 0));

        Assert.Equal(values.Select(float.IsNaN), Values(flat.Segment.Copy!)[..values.Length].Select(double.IsNaN));
        Assert.True(flat.Segment.Copy!.narrow(0, 2, values.Length - 2).Equals(flat.Segment.Parameters.narrow(0, 2, values.Length - 2).to(ScalarType.BFloat16)));
    }

    [Theory]
    [InlineData(ScalarType.Float32, null)]
    [InlineData(ScalarType.Float32, ScalarType.BFloat16)]
    public void The_vector_kernel_computes_the_same_bits_with_any_number_of_threads(ScalarType type, ScalarType? copyType)
    {
        var threads = get_num_threads();
        try
        {
            Assert.Equal(WithThreads(1), WithThreads(Math.Max(2, threads)));
        }
        finally
        {
            set_num_threads(threads);
        }

        (double Norm, string Bits) WithThreads(int count)
        {
            using var scope = NewDisposeScope();
            set_num_threads(count);
            manual_seed(3);
            // More parts than one, and a last one that is not whole.
            var flat = new FlatTensors([[700, 300], [77]], type, copyType);
            flat.NextGradients(0);
            var norm = AdamWKernel.Vector!.GradientNorm([flat.Segment]);
            AdamWKernel.Vector.Update(flat.Segment, new AdamWSettings(1e-2, 0.9, 0.99, 1e-8, 0.1, 0.3));
            var bits = System.Security.Cryptography.SHA256.HashData(flat.Segment.Visible.bytes.ToArray());
            return (norm, Convert.ToHexString(bits));
        }
    }

    [Theory]
    [InlineData("vector", null)]
    [InlineData("vector", ScalarType.BFloat16)]
    [InlineData("fused", null)]
    public void The_norm_is_that_of_all_segments(string kernelName, ScalarType? copyType)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            var random = new Random(seed);
            var segments = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new FlatTensors([[random.Next(1, 60_000)]], copyType: copyType)).ToList();
            segments.ForEach(each => each.NextGradients(seed));
            var expected = Math.Sqrt(segments.SelectMany(each => Values(each.Segment.Gradients)).Sum(value => value * value));
            var norm = Kernel(kernelName).GradientNorm([.. segments.Select(each => each.Segment)]);
            Assert.True(Math.Abs(norm - expected) <= 1e-5 * expected, $"{norm} for {expected} (seed {seed})");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ScalarType.BFloat16)]
    public void The_vector_kernels_norm_tells_large_from_infinite(ScalarType? copyType)
    {
        using var scope = NewDisposeScope();
        var flat = new FlatTensors([[1000]], copyType: copyType);
        flat.Segment.Gradients.narrow(0, 0, 1000).fill_(3e30f);
        var large = AdamWKernel.Vector!.GradientNorm([flat.Segment]);
        Assert.InRange(large / (3e30 * Math.Sqrt(1000)), 0.99, 1.01);
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            flat.Segment.Gradients[737] = value;
            Assert.False(double.IsFinite(AdamWKernel.Vector.GradientNorm([flat.Segment])));
        }
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
        var kernel = name switch { "vector" => AdamWKernel.Vector, "fused" => AdamWKernel.Fused, _ => AdamWKernel.Managed };
        Assert.True(kernel is not null, AdamWKernel.VectorProblem ?? AdamWKernel.FusedProblem);
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
