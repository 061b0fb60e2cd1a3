using AttnGen.PlainModels;
using AttnGen.Products;
using AttnGen.Tests.Foreign;
using AttnGen.Tests.Shared;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>The copies that a session has of its frozen weights.</summary>
public sealed class WeightCopiesTests : IDisposable
{
    /// <summary>Three matrices [128, 128] and one [256, 128] in float32.</summary>
    private const long AllBytes = 5 * 128 * 128 * sizeof(float);
    private const string Copies = "oneDNN for [128, 128], [256, 128]; by transposed copies";

    private static readonly TuningOptions Options = new() { LearningRate = 1e-3, Seed = 1 };

    private readonly OwnDirectory directory = new();
    private readonly KernelChoice kernel = new(ProductKernel.OneDnn);

    private string StatePath => System.IO.Path.Combine(directory.Path, "state.safetensors");

    [Fact]
    public void They_last_as_long_as_the_session_and_Explain_says_it()
    {
        using var model = new WideClassifier();
        using (var tuning = model.BeginTuning(Options))
        {
            Assert.Equal(4, Count(model));
            Assert.Contains(Copies, tuning.Explain(), StringComparison.Ordinal);
            Assert.Contains("Copies of frozen weights take up to 327,680 bytes, of the 268,435,456 that they may", tuning.Explain(), StringComparison.Ordinal);
        }

        Assert.Equal(0, Count(model));
    }

    [Theory]
    [InlineData(AllBytes, 4)]
    [InlineData(AllBytes - 1, 0)]
    [InlineData(0, 0)]
    public void There_are_all_or_none_as_the_limit_is(long limit, int count)
    {
        using var model = new WideClassifier();
        using var tuning = model.BeginTuning(Options with { MaxWeightCopyBytes = limit });
        Assert.Equal(count, Count(model));
        Assert.Equal(count > 0, tuning.Explain().Contains("copies", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_negative_limit_is_refused()
    {
        using var model = new WideClassifier();
        var problem = Assert.Throws<ArgumentException>(() => model.BeginTuning(Options with { MaxWeightCopyBytes = -1 }));
        Assert.Contains("TuningOptions.MaxWeightCopyBytes is -1; it must be zero or more, and 0 is for no copies.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Precision.Float32, 1e-4f)]
    [InlineData(Precision.BFloat16, 0.03f)]
    public void Training_comes_to_the_same_losses_to_rounding(Precision precision, float error)
    {
        Assert.All(Losses(0).Zip(Losses(AllBytes)), pair => Assert.Equal(pair.First, pair.Second, error));

        List<float> Losses(long limit)
        {
            manual_seed(6);
            using var model = new WideClassifier();
            using var tuning = model.BeginTuning(Options with { MaxWeightCopyBytes = limit, Precision = precision });
            Assert.Equal(limit > 0 && (precision == Precision.Float32 || BFloat16Processor.HasInstructions == true) ? 4 : 0, Count(model));
            return WideTask.Train(model, tuning, 8);
        }
    }

    [Fact]
    public void A_weight_that_is_trained_has_none()
    {
        using var model = new WideClassifier();
        using var tuning = model.BeginTuning(TuneStrategy<WideClassifier>.Create(strategy => strategy.Full().Tune(Matrix.Q | Matrix.V)), Options);
        Assert.Equal(2, Count(model));
        Assert.All(WideTask.Train(model, tuning, 2), loss => Assert.True(float.IsFinite(loss)));
    }

    [Fact]
    public void Two_models_that_share_a_weight_share_its_copy()
    {
        using var model = new WideClassifier();
        using var other = new WideClassifier();
        var (own, shared) = (Dense(model), Dense(other));
        own.weight = shared.weight;
        using var tuning = model.BeginTuning(Options);
        var copy = WeightCopies.Of(shared.weight);
        using (var second = other.BeginTuning(Options))
        {
            Assert.Same(copy, WeightCopies.Of(shared.weight));
            Assert.All(WideTask.Train(other, second, 2), loss => Assert.True(float.IsFinite(loss)));
        }

        Assert.Same(copy, WeightCopies.Of(shared.weight));
        Assert.All(WideTask.Train(model, tuning, 2), loss => Assert.True(float.IsFinite(loss)));

        static Linear Dense(nn.Module module) => module.modules().OfType<Linear>().Single(linear => linear.weight.shape is [256, 128]);
    }

    [Fact]
    public void There_are_none_under_the_standard_kernel_nor_in_a_model_that_multiplies_itself()
    {
        using (var standard = new KernelChoice(ProductKernel.Standard))
        {
            using var model = new WideClassifier();
            using var tuning = model.BeginTuning(Options);
            Assert.Equal(0, Count(model));
        }

        using var plain = new PlainClassifier(WideClassifier.Width, 1);
        using var foreign = PlainQv.Begin(plain);
        Assert.Equal(0, Count(plain));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_model_predicts_the_same_in_the_session_and_after_it_bit_for_bit(Precision precision)
    {
        manual_seed(5);
        using var scope = NewDisposeScope();
        using var automatic = new KernelChoice(ProductKernel.Automatic);
        using var model = new WideClassifier();
        var input = randn(4, 6, WideClassifier.Width);
        Tensor before;
        using (var tuning = model.BeginTuning(Options with { Precision = precision }))
        {
            WideTask.Train(model, tuning, 5);
            before = Predicted();
        }

        Assert.True(before.Equals(Predicted()));

        Tensor Predicted()
        {
            using var _ = no_grad();
            return model.call(input);
        }
    }

    [Fact]
    public void A_checkpoint_that_is_loaded_in_between_is_what_multiplies()
    {
        var path = System.IO.Path.Combine(directory.Path, "model.dat");
        manual_seed(4);
        using var scope = NewDisposeScope();
        using var other = new WideClassifier();
        other.save(path);
        using var model = new WideClassifier();
        using var tuning = model.BeginTuning(Options);
        var input = randn(4, 6, WideClassifier.Width);
        var before = model.call(input);
        model.load(path);
        Assert.False(before.allclose(model.call(input), 1e-2, 1e-2));
        Assert.True(other.call(input).allclose(model.call(input), 1e-4, 1e-5));
    }

    [Theory]
    [InlineData(AllBytes, AllBytes)]
    [InlineData(0, AllBytes)]
    public void A_state_goes_on_with_the_copies_or_without_them_as_it_was_written(long before, long now)
    {
        manual_seed(8);
        using var model = new WideClassifier();
        List<float> rest;
        using (var tuning = model.BeginTuning(Options with { MaxWeightCopyBytes = before }))
        {
            WideTask.Train(model, tuning, 3);
            tuning.SaveState(StatePath);
            rest = WideTask.Train(model, tuning, 3, first: 3);
        }

        model.RemoveAdapter();
        using var again = model.BeginTuning(Options with { MaxWeightCopyBytes = now });
        Assert.Equal(4, Count(model));
        again.LoadState(StatePath);
        Assert.Equal(before > 0 ? 4 : 0, Count(model));
        Assert.Equal(rest, WideTask.Train(model, again, 3, first: 3));
    }

    [Fact]
    public void A_state_with_copies_needs_a_limit_that_they_keep_to()
    {
        using var model = new WideClassifier();
        using (var tuning = model.BeginTuning(Options))
        {
            tuning.SaveState(StatePath);
        }

        using var less = model.BeginTuning(Options with { MaxWeightCopyBytes = AllBytes - 1 });
        var problem = Assert.Throws<RunStateException>(() => less.LoadState(StatePath));
        Assert.Contains("products: the state has copies of its frozen weights, which take 327680 bytes, and MaxWeightCopyBytes is 327679", problem.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count(model));
    }

    public void Dispose()
    {
        kernel.Dispose();
        directory.Dispose();
    }

    private static int Count(nn.Module model) => model.modules().OfType<Linear>().Count(linear => WeightCopies.Of(linear.weight) is not null);
}
