namespace AttnGen.Packaging.Tests;

/// <summary>What holds from the first release on: what was public stays.</summary>
[Collection(nameof(MadeCollection))]
public sealed class CompatibilityTests(Packages packages)
{
    private static readonly string Project = Path.Combine("Runtime", "AttnGen.Models", "AttnGen.Models.csproj");

    [Fact]
    public async Task A_package_without_a_member_of_the_released_one_is_not_made()
    {
        using var directory = new OwnDirectory();
        // First what is packed as it was built.
        var kept = await Against(packages.Folder, directory);
        Assert.True(kept.ExitCode == 0, kept.Output);

        var released = Path.Combine(directory.Path, "released");
        var more = await Pack(released, "-p:NoWarn=RS0016", $"-p:CustomAfterMicrosoftCommonTargets={await WithOneMemberMore(directory)}");
        Assert.True(more.ExitCode == 0, more.Output);

        var broken = await Against(released, directory);
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("error CP0002: Member 'int AttnGen.Models.Assets.AssetManifest.Gone.get'", broken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_released_package_that_is_not_there_is_named()
    {
        using var directory = new OwnDirectory();
        var run = await Against(directory.Path, directory);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"error : There is no released package '{Path.Combine(directory.Path, "AttnGen.Models.0.1.0.nupkg")}'", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Packs as a release does, with the released packages in a folder.</summary>
    private Task<ProcessRun> Against(string released, OwnDirectory directory) =>
        Pack(Path.Combine(directory.Path, "packed"), "-p:PackageValidationBaselineVersion=0.1.0", $"-p:PackageValidationBaselineFolder={released}");

    /// <summary>Packs the project alone: what it refers to was built with all packages.</summary>
    private Task<ProcessRun> Pack(string folder, params string[] arguments) => packages.Source.Pack(Project, folder, ["-p:BuildProjectReferences=false", .. arguments]);

    /// <summary>What the build is told so that one source is replaced by a copy with one more public member.</summary>
    private async Task<string> WithOneMemberMore(OwnDirectory directory)
    {
        var text = await File.ReadAllTextAsync(packages.Source.At("Runtime", "AttnGen.Models", "Assets", "AssetManifest.cs"));
        var copy = Path.Combine(directory.Path, "AssetManifest.cs");
        await File.WriteAllTextAsync(copy, text[..text.TrimEnd().LastIndexOf(';')] + "\n{\n    /// <summary>Is gone in the next release.</summary>\n    public int Gone => 1;\n}\n");
        var targets = Path.Combine(directory.Path, "released.targets");
        await File.WriteAllTextAsync(targets, $"""
            <Project>
              <ItemGroup Condition="'$(MSBuildProjectName)' == 'AttnGen.Models'">
                <Compile Remove="Assets/AssetManifest.cs" />
                <Compile Include="{copy}" />
              </ItemGroup>
            </Project>
            """);
        return targets;
    }
}
