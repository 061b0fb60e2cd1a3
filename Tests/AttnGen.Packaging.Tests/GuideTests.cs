using System.Runtime.InteropServices;

namespace AttnGen.Packaging.Tests;

/// <summary>The guide, followed word for word in an empty directory.</summary>
public sealed class GuideTests(Packages packages) : IClassFixture<Packages>
{
    [Fact]
    public async Task The_guide_leads_where_it_says()
    {
        using var consumer = Consumer.OfNothing(packages);
        var directory = consumer.Project;
        var blocks = GuideBlock.Read(await File.ReadAllTextAsync(SourceTree.At("Examples", "Embed", "README.md")));
        foreach (var (index, block) in blocks.Index())
        {
            if (block.Kind == "console")
            {
                directory = block.Name == "or" ? directory : await Follow(block, blocks.ElementAtOrDefault(index + 1), directory);
            }
            else
            {
                var file = Path.Combine(directory, block.Name);
                var text = block.Kind == "diff" ? block.Apply(await File.ReadAllTextAsync(file)) : string.Join('\n', block.Lines) + "\n";
                await File.WriteAllTextAsync(file, text.Replace("/path/to/AttnGen/artifacts", packages.Folder, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Runs the commands, and says in which directory the next ones are.</summary>
    private static async Task<string> Follow(GuideBlock block, GuideBlock? next, string directory)
    {
        var others = next is { Kind: "console", Name: "or" } ? Transcript.Read(next) : [];
        foreach (var expected in Transcript.Read(block))
        {
            // The guide's platform is this test's.
            var words = expected.Command.Replace("libtorch-cpu-linux-x64", $"libtorch-cpu-{RuntimeInformation.RuntimeIdentifier}", StringComparison.Ordinal).Split(' ');
            if (words[0] == "cd")
            {
                directory = Path.Combine(directory, words[1]);
                continue;
            }

            Assert.Equal("dotnet", words[0]);
            var run = await Dotnet.In(directory, words[1..], ("NUGET_PACKAGES", null));
            if (expected.Lines.Count == 0)
            {
                Assert.True(run.ExitCode == 0, $"Line {block.Line} of the guide: {expected.Command}\n{run.Output}{run.Errors}");
                continue;
            }

            string[] printed = [.. (run.Output + run.Errors).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
            Assert.True(others.Where(other => other.Command == expected.Command).Append(expected).Any(one => one.Fits(printed)),
                $"Line {block.Line} of the guide: '{expected.Command}' prints\n{string.Join('\n', printed)}");
        }

        return directory;
    }
}
