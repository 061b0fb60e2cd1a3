using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Tests.Fuzzing;

/// <summary>Members as they are while somebody types them. Each broke something, or could have.</summary>
public sealed class HalfTypedTests
{
    [Theory]
    [InlineData("private readonly ModuleList<> layers;")]
    [InlineData("private readonly ModuleList<ModuleList<>> layers;")]
    [InlineData("private readonly ModuleList<Missing> layers;")]
    [InlineData("private readonly List<> layers;")]
    [InlineData("private readonly System.Collections.Generic.Dictionary<,> layers;")]
    [InlineData("private readonly global:: layers;")]
    [InlineData("private readonly Linear[] ;")]
    [InlineData("[Head private readonly Linear head = nn.Linear(4, 2);")]
    [InlineData("[Projection(] private readonly Linear query = nn.Linear(4, );")]
    [InlineData("[Projection(Matrix.)] private readonly Linear query")]
    [InlineData("private readonly dynamic head; private readonly int* pointer; private readonly delegate*<int> function;")]
    public async Task NothingThrows(string members)
    {
        var run = GeneratorRun.Of(Sources.Of(members, "[Tune(Matrix.Q)]"));

        Assert.Null(run.Result.Exception);
        Assert.DoesNotContain(await run.Analyze(), problem => problem.Id == "AD0001");
    }

    /// <summary>A file that was copied to begin the next model, and a mark on each part of a class.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AClassThatIsMarkedTwiceIsGeneratedOnce(bool inOneFile)
    {
        var strategy = "[TuneStrategy<M>, Tune(Matrix.V)] public static partial class S;";
        var other = "[TunableModule] public partial class M; " + strategy;
        var file = Sources.Of(Sources.Triple, "[Tune(Matrix.Q)]") + strategy;
        var run = GeneratorRun.Of(inOneFile ? [file + other] : new[] { file, Sources.Usings + other });

        Assert.Null(run.Result.Exception);
        Assert.Equal(["M.g.cs", "S.g.cs"], run.Result.GeneratedSources.Select(source => source.HintName).Order());
    }
}
