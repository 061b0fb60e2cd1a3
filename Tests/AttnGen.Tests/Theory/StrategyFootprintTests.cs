using AttnGen.Tests.Models;
using TorchSharp;

namespace AttnGen.Tests.Theory;

public sealed class StrategyFootprintTests
{
    public static TheoryData<string> Strategies => [.. new[] { "full", "lora", "dora" }.SelectMany(method => new[] { "Q", "V", "QV", "QKV" }.Select(targets => $"{method} {targets}"))];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void It_is_what_a_session_holds(string words)
    {
        var strategy = Strategy(words);
        using var model = new ToyClassifier();
        var footprint = model.Footprint(strategy);
        using var tuning = model.BeginTuning(strategy);
        Assert.Equal(tuning.Groups.Select(group => group.Name), footprint.Groups.Select(group => group.Name));
        foreach (var (group, stored) in tuning.Groups.Zip(footprint.Groups))
        {
            Assert.Equal((group.TunedParameters.Count, group.ParameterCount), (stored.Tensors, stored.Parameters));
            Assert.Equal(group.Parameters.Sum(parameter => parameter.numel() * parameter.element_size()), stored.Bytes);
            Assert.Equal(stored.Bytes, stored.GradientBytes);
        }

        var slices = tuning.Segments.SelectMany(segment => segment.Slices.Select(slice => (slice.Length, segment.Buffers))).ToList();
        Assert.Equal(slices.Sum(slice => slice.Length * (slice.Buffers.FirstMoment.element_size() + slice.Buffers.SecondMoment.element_size())), footprint.OptimizerBytes);
        Assert.Equal(tuning.TrainableCount, footprint.Parameters);
        Assert.Equal(footprint.Parameters - tuning.Groups.Head.ParameterCount, footprint.ProjectionParameters);
        Assert.Equivalent(footprint, tuning.Footprint);
    }

    [Fact]
    public void Half_precision_and_its_masters_are_counted()
    {
        using var model = new ToyClassifier();
        model.to(torch.ScalarType.BFloat16);
        var strategy = Strategy("full QV");
        var (plain, masters) = (model.Footprint(strategy), model.Footprint(strategy, new TuningOptions { MasterWeights = true }));
        Assert.Equal((2 * plain.Parameters, 4 * plain.Parameters), (plain.Bytes, plain.OptimizerBytes));
        Assert.Equal((2 * plain.Parameters, 12 * plain.Parameters), (masters.Bytes, masters.OptimizerBytes));
        var lora = model.Footprint(Strategy("lora QV"));
        Assert.Equal(4 * lora.ProjectionParameters, lora.ProjectionBytes);
    }

    [Fact]
    public void Two_of_three_equal_matrices_have_two_thirds_of_the_bytes_and_the_papers_ratio_of_bounds()
    {
        using var model = new ToyClassifier();
        var (two, three) = (model.Footprint(Strategy("lora QV")), model.Footprint(Strategy("lora QKV")));
        Assert.Equal(3 * two.ProjectionBytes, 2 * three.ProjectionBytes);
        Assert.Equal(Math.Sqrt(2.0 / 3), two.BoundRatio(three), 1e-12);
        Assert.Equal(two.GeneralizationBound(100) / three.GeneralizationBound(100), two.BoundRatio(three), 1e-12);
    }

    [Fact]
    public void The_bound_is_the_theorems()
    {
        using var model = new ToyClassifier();
        var sides = model.named_parameters().Where(entry => entry.name.EndsWith("query.weight", StringComparison.Ordinal) || entry.name.EndsWith("value.weight", StringComparison.Ordinal)).Sum(entry => entry.parameter.shape.Sum());
        var (n, q, rank, r) = (1234L, 16.0, 2, 0.5);
        Assert.Equal(Math.Sqrt(2 * r * r / n * q * rank * sides), model.Footprint(Strategy("lora QV")).GeneralizationBound(n, q, r), 1e-12);
    }

    [Fact]
    public void Nothing_changes_and_what_does_not_fit_is_refused()
    {
        using var model = new ToyClassifier();
        var before = model.named_parameters().Select(entry => (entry.name, entry.parameter.requires_grad)).ToList();
        model.Footprint(Strategy("dora QKV"));
        Assert.Equal(before, model.named_parameters().Select(entry => (entry.name, entry.parameter.requires_grad)));
        Assert.Throws<TuningException>(() => model.Footprint(TuneStrategy<ToyClassifier>.Create(strategy => strategy.Lora(rank: 1000).Tune(Matrix.Q))));
        var footprint = model.Footprint(Strategy("lora Q"));
        Assert.Throws<ArgumentOutOfRangeException>(() => footprint.GeneralizationBound(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => footprint.GeneralizationBound(1, bits: double.NaN));
        Assert.Throws<ArgumentException>(() => footprint.BoundRatio(model.Footprint(TuneStrategy<ToyClassifier>.Create(_ => { }))));
    }

    private static TuneStrategy<ToyClassifier> Strategy(string words) => TuneStrategy<ToyClassifier>.Create(strategy =>
    {
        _ = words.Split(' ')[0] switch { "lora" => strategy.Lora(rank: 2), "dora" => strategy.Dora(rank: 2), _ => strategy.Full() };
        foreach (var role in words.Split(' ')[1])
        {
            strategy.Tune(Enum.Parse<Matrix>($"{role}"));
        }
    });
}
