using AttnGen.Benchmarks.Speed;
using AttnGen.Benchmarks.Speed.Models;

namespace AttnGen.Benchmarks.Tests.Speed;

public sealed class SpeedCasesTests
{
    public static TheoryData<string> Names => [.. SpeedCases.All.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_case_measures_what_its_targets_compare(string name)
    {
        var measured = SpeedCases.All.Single(each => each.Name == name);
        if (measured.Missing is { } missing)
        {
            Assert.NotEmpty(missing);
            return;
        }

        var sample = new SpeedSample();
        foreach (var part in measured.Parts)
        {
            measured.Measure(part, SpeedScale.Tiny, sample);
        }

        var compared = measured.Targets.SelectMany(target => new[] { target.Variant, target.Against }).Distinct()
            .Where(variant => (PythonIsThere || variant != Variants.Python) && (Variants.HasHalf || !variant.Contains("bf16", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(compared);
        Assert.All(compared, variant => Assert.True(sample.Variants.TryGetValue(variant, out var spread) && spread.Median > 0, $"{name}: nothing was measured for '{variant}'."));
    }

    [Fact]
    public void Names_are_used_once_and_every_row_says_something_of_its_own_case()
    {
        Assert.Equal(SpeedCases.All.Count, SpeedCases.All.Select(each => each.Name).Distinct().Count());
        Assert.All(SpeedCases.All, each => Assert.Equal(each.Targets.Count, each.Targets.Select(target => target.What).Distinct().Count()));
    }

    private static bool PythonIsThere => AttnGen.Benchmarks.Baselines.PythonTorch.Missing is null;
}
