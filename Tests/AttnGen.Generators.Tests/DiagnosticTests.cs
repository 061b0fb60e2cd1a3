namespace AttnGen.Generators.Tests;

public sealed class DiagnosticTests
{
    private const string Triple = "private readonly Linear query = nn.Linear(4, 4), key = nn.Linear(4, 4), value = nn.Linear(4, 4);";

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "ATG0001", "M", Sources.Of(Triple, declaration: "public class M") },
        { "ATG0005", "Describe", Sources.Of(Triple + " public void Describe(AttnGen.CompilerServices.ModuleMap map) { }") },
        { "ATG0101", "Projection(Matrix.Q)", Sources.Of("[Projection(Matrix.Q)] private readonly LayerNorm a = nn.LayerNorm(4);") },
        { "ATG0102", "Projection(Matrix.Q)", Sources.Of("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4); [Projection(Matrix.Q)] private readonly Linear b = nn.Linear(4, 4);") },
        { "ATG0103", "M", Sources.Of("[Projection(Matrix.Q)] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0104", "Projection(Matrix.Q | Matrix.V)", Sources.Of("[Projection(Matrix.Q | Matrix.V)] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0105", "a", Sources.Of("[Name(\"x.y\")] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0106", "Scale", Sources.Of("public Parameter Scale { get; } = new(zeros(4));") },
        { "ATG0107", "Head", Sources.Of("[Head] private readonly int a = 1;") },
        { "ATG0108", "Freeze", Sources.Of("[Head, Freeze] private readonly Linear a = nn.Linear(4, 4);") },
        { "ATG0201", "Tune(Matrix.Q)", Sources.Of("private readonly Linear a = nn.Linear(4, 4);", "[Tune(Matrix.Q)]") },
        { "ATG0202", "Freeze(Matrix.Q)", Sources.Of(Triple, "[Tune(Matrix.Q), Freeze(Matrix.Q)]") },
        { "ATG0203", "Tune(Matrix.Q | Matrix.V)", Sources.Of(Triple, "[Tune(Matrix.Q), Tune(Matrix.Q | Matrix.V)]") },
        { "ATG0204", "Lora(Rank = 0)", Sources.Of(Triple, "[Tune(Matrix.Q), Lora(Rank = 0)]") },
        { "ATG0204", "Lora(Dropout = 1)", Sources.Of(Triple, "[Tune(Matrix.Q), Lora(Dropout = 1)]") },
        { "ATG0204", "Tune(Matrix.Q, WeightDecay = -1)", Sources.Of(Triple, "[Tune(Matrix.Q, WeightDecay = -1)]") },
        { "ATG0205", "Tune(Matrix.None)", Sources.Of(Triple, "[Tune(Matrix.None)]") },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task IsReportedOnceAtItsPlace(string id, string place, string source)
    {
        var problem = Assert.Single(await GeneratorRun.Of(source).Analyze());

        Assert.Equal(id, problem.Id);
        Assert.Equal(place, source.Substring(problem.Location.SourceSpan.Start, problem.Location.SourceSpan.Length));
    }
}
