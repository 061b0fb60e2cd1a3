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
}
