using AttnGen.PlainModels;
using AttnGen.Tests.Foreign;
using AttnGen.Tests.Models;
using AttnGen.Tests.Products;
using AttnGen.Tests.Shared;
using TorchSharp;

namespace AttnGen.Tests.RunStates;

/// <summary>A state says of the products what the run's numbers depend on, and no more.</summary>
public sealed class ProductStateTests : IDisposable
{
    private readonly OwnDirectory directory = new();

    private string StatePath => System.IO.Path.Combine(directory.Path, "state.safetensors");

    /// <summary>The weights are too small for a choice: the list of products is empty, and the node and the dropout are not.</summary>
    [Theory]
    [InlineData(ProductKernel.Standard, ProductKernel.Automatic, 0.1, "the state is of Standard, which computes them one by one, and FrozenProducts.Kernel is Automatic")]
    [InlineData(ProductKernel.Standard, ProductKernel.OneDnn, 0, "the state is of Standard")]
    [InlineData(ProductKernel.Automatic, ProductKernel.Standard, 0.1, "the state is of another kernel than Standard, which computes those of a layer together, and FrozenProducts.Kernel is Standard")]
    public void The_standard_kernel_and_another_are_two_runs(ProductKernel before, ProductKernel now, double dropout, string problem)
    {
        using var model = new ToyClassifier();
        var strategy = TuneStrategy<ToyClassifier>.Create(s => s.Lora(2, dropout: dropout).Tune(Matrix.Q));
        Save(before, () => model.BeginTuning(strategy));
        using var kernels = new KernelChoice(now);
        using var tuning = model.BeginTuning(strategy);
        Assert.Contains(problem, Assert.Throws<RunStateException>(() => tuning.LoadState(StatePath)).Message, StringComparison.Ordinal);

        using var same = new KernelChoice(before);
        Assert.Equal(0, tuning.LoadState(StatePath).StepCount);
    }

    [Fact]
    public void A_state_of_before_it_was_written_is_taken_as_it_was()
    {
        using var model = new ToyClassifier();
        using var tuning = model.BeginTuning();
        var document = RunStateDocument.Of(tuning, null);
        Assert.NotNull(document.StandardProducts);
        var old = RunStateDocument.Parse(document.ToJson().Replace("standardProducts", "unknown", StringComparison.Ordinal))!;
        Assert.Null(old.StandardProducts);
        Assert.Empty(old.DifferencesFrom(document));
    }

    [Fact]
    public void Where_no_layer_is_a_node_and_nothing_drops_the_two_are_one()
    {
        using var model = new ToyClassifier();
        var strategy = TuneStrategy<ToyClassifier>.Create(s => s.Tune(Matrix.V));
        Save(ProductKernel.Standard, () => model.BeginTuning(strategy));
        using var kernels = new KernelChoice(ProductKernel.Automatic);
        using var tuning = model.BeginTuning(strategy);
        Assert.Equal(0, tuning.LoadState(StatePath).StepCount);
    }

    [Fact]
    public void A_model_that_multiplies_itself_has_no_kernels()
    {
        using var model = new PlainClassifier(WideClassifier.Width, 1);
        Save(ProductKernel.OneDnn, () => PlainQv.Begin(model));
        using var kernels = new KernelChoice(ProductKernel.Standard);
        using var tuning = PlainQv.Begin(model);
        Assert.Equal(0, tuning.LoadState(StatePath).StepCount);
        Assert.DoesNotContain("Products", tuning.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void DoRAs_dropout_multiplies_by_them_in_any_model()
    {
        using var model = new PlainClassifier(WideClassifier.Width, 1);
        var strategy = TuneStrategy<PlainClassifier>.Create(s => s.Dora(2, dropout: 0.1).Tune(Matrix.V));
        Save(ProductKernel.OneDnn, () => model.BeginTuning(strategy));
        using var kernels = new KernelChoice(ProductKernel.Standard);
        using var tuning = model.BeginTuning(strategy);
        Assert.Contains("products: the state has oneDNN transposed [128, 128] Float32", Assert.Throws<RunStateException>(() => tuning.LoadState(StatePath)).Message, StringComparison.Ordinal);
        Assert.Contains("Products by frozen weights, by DoRA's dropout (Float32): standard", tuning.Explain(), StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private void Save(ProductKernel kernel, Func<TuningSession> begin)
    {
        using var kernels = new KernelChoice(kernel);
        using var tuning = begin();
        tuning.SaveState(StatePath);
    }
}
