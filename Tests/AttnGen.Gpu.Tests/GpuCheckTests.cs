using AttnGen.Gpu.Checks;
using AttnGen.Training.Tests.Numbers;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Gpu.Tests;

/// <summary>The checks that run on a GPU, on the CPU.</summary>
public sealed class GpuCheckTests
{
    public static TheoryData<string> Names => [.. CheckList.All.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_check_passes_on_the_CPU(string name)
    {
        var result = CheckList.Run(CheckList.All.Single(check => check.Name == name), CPU, (ulong)Random.Shared.Next());
        Assert.True(result.Problem is null, result.Problem);
    }

    [Fact]
    public void A_wrong_number_NaN_and_a_wrong_shape_fail_a_check_with_its_seed()
    {
        foreach (var wrong in new[] { tensor(new[] { 1.0, 2.1 }), tensor(new[] { 1.0, double.NaN }), tensor(new[] { 1.0 }) })
        {
            var result = CheckList.Run(new Check("wrong", inputs => Expect.Near(tensor(new[] { 1.0, 2.0 }), wrong, 1e-3, "the sum", inputs)), CPU, 77);
            Assert.Contains("the sum", result.Problem, StringComparison.Ordinal);
            Assert.Contains("seed 77", result.Problem, StringComparison.Ordinal);
        }

        Assert.Contains("InvalidOperationException (seed 78): broken", CheckList.Run(new Check("broken", _ => throw new InvalidOperationException("broken")), CPU, 78).Problem, StringComparison.Ordinal);
    }

    /// <summary>Checks are run by the hundred, and a number that was freed too early failed one now and then.</summary>
    [Fact]
    public void Their_numbers_are_held_until_libtorch_has_read_them() =>
        Assert.Empty(new NumberConversions(typeof(torch).Assembly.Location).NotHeld(typeof(Check).Assembly.Location));
}
