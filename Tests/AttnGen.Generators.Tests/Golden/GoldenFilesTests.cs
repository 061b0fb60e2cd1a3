using Xunit.Sdk;

namespace AttnGen.Generators.Tests.Golden;

public sealed class GoldenFilesTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("attngen-golden").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void TheFirstDifferenceIsNamedWithItsLine()
    {
        File.WriteAllText(Path.Combine(directory, "T.A.verified.cs"), "one\ntwo\n");

        Assert.Contains("T.A.verified.cs, line 2\naccepted:  two\ngenerated: TWO", Refusal(("T.A.verified.cs", "one\nTWO\n")), StringComparison.Ordinal);
        Assert.Contains("line 3\naccepted:  \ngenerated: more", Refusal(("T.A.verified.cs", "one\ntwo\nmore")), StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingAndAnAdditionalFileAreDifferences()
    {
        File.WriteAllText(Path.Combine(directory, "T.A.verified.cs"), "a");

        Assert.Contains("T.A.verified.cs was accepted, and is generated no more.", Refusal(), StringComparison.Ordinal);
        Assert.Contains("T.B.verified.cs is generated, and was never accepted.", Refusal(("T.A.verified.cs", "a"), ("T.B.verified.cs", "b")), StringComparison.Ordinal);
    }

    [Fact]
    public void AcceptingWritesTheSetAndIsRefusedInCI()
    {
        File.WriteAllText(Path.Combine(directory, "T.Old.verified.cs"), "old");
        var generated = new Dictionary<string, string> { ["T.New.verified.cs"] = "new\n" };
        string? Accepting(string name) => name == "ATTNGEN_ACCEPT_GOLDEN" ? "1" : null;

        Assert.Contains("refused in CI", Assert.Throws<XunitException>(() => GoldenFiles.Verify(directory, "T", generated, _ => "1")).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(Assert.Single(Directory.GetFiles(directory))));

        GoldenFiles.Verify(directory, "T", generated, Accepting);
        Assert.Equal("new\n", File.ReadAllText(Assert.Single(Directory.GetFiles(directory))));
        GoldenFiles.Verify(directory, "T", generated, _ => null);
    }

    private string Refusal(params (string File, string Text)[] generated) =>
        Assert.Throws<XunitException>(() => GoldenFiles.Verify(directory, "T", generated.ToDictionary(pair => pair.File, pair => pair.Text), _ => null)).Message;
}
