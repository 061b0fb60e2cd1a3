namespace AttnGen.Generators.Tests.Cost;

/// <summary>
/// Allocation repeats within a percent, so that it can be held here; times are measured by the benchmarks. An edit that declares nothing is held to
/// what a generator costs that only knows the classes' names; one that declares something, to what Roslyn allocates to tell the members anew.
/// </summary>
public sealed class CostTests
{
    private const int Edits = 10;

    [Theory]
    [InlineData(EditKind.Unrelated, 1.25)]
    [InlineData(EditKind.Trivia, 1.3)]
    [InlineData(EditKind.MethodBody, 1.3)]
    public void AnEditThatDeclaresNothingCostsLittleMoreThanKnowingTheNames(EditKind kind, double most)
    {
        var project = new CostProject(unrelated: 1_000, annotated: 50);
        Held(project.Measure(CostProject.Own, kind, Edits), project.Measure(CostProject.Trivial, kind, Edits), most);
    }

    [Fact]
    public void AnEditThatDeclaresSomethingCostsLittleMoreThanKnowingTheMembers()
    {
        var project = new CostProject(unrelated: 200, annotated: 50);
        Held(project.Measure(CostProject.Own, EditKind.UnmappedMember, Edits), project.Measure(CostProject.Binding, EditKind.UnmappedMember, Edits), 1.4);
    }

    [Fact]
    public void TenTimesTheClassesCostAtMostElevenTimes()
    {
        var few = new CostProject(unrelated: 0, annotated: 50).Measure(CostProject.Own, EditKind.MethodBody, Edits);
        var many = new CostProject(unrelated: 0, annotated: 500).Measure(CostProject.Own, EditKind.MethodBody, Edits);

        Assert.True(many.Kilobytes <= 11 * few.Kilobytes, $"{many.Kilobytes} KB beside {few.Kilobytes} KB");
    }

    private static void Held(EditCost own, EditCost floor, double most)
    {
        Assert.True(own.Kilobytes <= most * floor.Kilobytes, $"{own.Kilobytes} KB beside {floor.Kilobytes} KB");
        Assert.Equal(0, own.ChangedOutputs);
    }
}
