namespace AttnGen.Generators.Tests.Diagnostics;

public sealed class RepositoryTests
{
    /// <summary>What AttnGen itself declares is as it says that it should be, information included.</summary>
    [Theory]
    [InlineData("Runtime", "AttnGen.Models", "Bert")]
    [InlineData("Examples", "ImdbSentiment")]
    [InlineData("Examples", "Embed", "After")]
    public async Task TheRepositorysOwnModelsGiveNoDiagnostic(params string[] place)
    {
        string[] directories = place[^1] == "ImdbSentiment" ? [SourceTree.At(place), SourceTree.At("Runtime", "AttnGen.Models", "Bert")] : [SourceTree.At(place)];
        var files = directories.SelectMany(directory => Directory.GetFiles(directory, "*.cs")).Select(File.ReadAllText).Append("global using System; global using System.Linq;");
        var run = GeneratorRun.Of(files, Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview);

        Assert.NotEmpty(run.Result.GeneratedSources);
        Assert.Empty(await run.Analyze());
    }
}
