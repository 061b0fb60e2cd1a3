using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace AttnGen.Packaging.Tests;

[Collection(nameof(MadeCollection))]
public sealed class PackageTests(Packages packages)
{
    [Fact]
    public void TheFirstCarriesGeneratorAnalyzersFixesAndTargets()
    {
        using var package = packages.Open("AttnGen");
        Assert.Equal(
            [
                "README.md", "analyzers/dotnet/roslyn5.0/cs/AttnGen.CodeFixes.dll", "analyzers/dotnet/roslyn5.0/cs/AttnGen.Generators.dll", "buildTransitive/AttnGen.NativeLoading.cs",
                "buildTransitive/AttnGen.targets", "buildTransitive/attngen.schema.json", "lib/net10.0/AttnGen.dll", "lib/net10.0/AttnGen.xml",
            ],
            Content(package));
    }

    [Theory]
    [InlineData("AttnGen.Models")]
    [InlineData("AttnGen.Training")]
    public void TheOthersBringItWithAllThatItCarries(string name)
    {
        using var package = packages.Open(name);
        Assert.Equal(["README.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"], Content(package));
        var dependency = Specification(package).Descendants().Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "AttnGen");
        Assert.Equal("All", dependency.Attribute("include")?.Value);
        Assert.Null(dependency.Attribute("exclude"));
    }

    [Theory]
    [InlineData("AttnGen")]
    [InlineData("AttnGen.Models")]
    [InlineData("AttnGen.Training")]
    public void EachSaysWhatItIsAndHasSymbolsWithTheSources(string name)
    {
        using var package = packages.Open(name);
        var texts = Specification(package).Descendants().Where(element => !element.HasElements).ToDictionary(element => element.Name.LocalName + element.Attribute("id")?.Value, element => element.Value);
        Assert.Equal("MIT", texts["license"]);
        Assert.Equal("README.md", texts["readme"]);
        Assert.True(texts["description"].Length > 20);
        Assert.DoesNotContain(texts.Keys, key => key.Contains("libtorch", StringComparison.Ordinal));

        using var symbols = packages.Open(name, "snupkg");
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{name}.pdb");
        // The paths of the machine that made it are in none of its files.
        foreach (var entry in package.Entries.Concat(symbols.Entries).Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal) || entry.Name.EndsWith(".pdb", StringComparison.Ordinal)))
        {
            using var bytes = new MemoryStream();
            using (var stream = entry.Open())
            {
                stream.CopyTo(bytes);
            }

            Assert.False(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(packages.Source.At())) >= 0, entry.FullName);
        }
    }

    private static string[] Content(ZipArchive package) =>
        [.. package.Entries.Select(entry => entry.FullName).Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && !name.EndsWith(".nuspec", StringComparison.Ordinal) && name != "[Content_Types].xml").Order(StringComparer.Ordinal)];

    private static XDocument Specification(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }
}
