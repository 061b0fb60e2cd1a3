namespace AttnGen.Generators.Tests.Cost;

/// <summary>
/// Allocation repeats within a percent, so that it can be held here; times are measured by the benchmarks. What Roslyn allocates to tell the types and
/// attributes of the members is the floor for any generator that has to know them.
/// </summary>
public sealed class CostTests
{
    private const int Edits = 10;

    [Theory]
    [InlineData(EditKind.Unrelated)]
    [InlineData(EditKind.Trivia)]
    [InlineData(EditKind.MethodBody)]
    [InlineData(EditKind.UnmappedMember)]
    public void AnEditCostsLittleMoreThanKnowingTheMembers(EditKind kind)
    {
        var project = new CostProject(unrelated: 200, annotated: 50);
        var floor = project.Measure(CostProject.Binding, kind, Edits);
        var own = project.Measure(CostProject.Own, kind, Edits);

        Assert.True(own.Kilobytes <= 1.4 * floor.Kilobytes, $"{own.Kilobytes} KB beside {floor.Kilobytes} KB");
        Assert.Equal(0, own.ChangedOutputs);
    }

    [Fact]
    public void TenTimesTheClassesCostAtMostElevenTimes()
    {
        var few = new CostProject(unrelated: 0, annotated: 50).Measure(CostProject.Own, EditKind.MethodBody, Edits);
        var many = new CostProject(unrelated: 0, annotated: 500).Measure(CostProject.Own, EditKind.MethodBody, Edits);

        Assert.True(many.Kilobytes <= 11 * few.Kilobytes, $"{many.Kilobytes} KB beside {few.Kilobytes} KB");
    }
}
