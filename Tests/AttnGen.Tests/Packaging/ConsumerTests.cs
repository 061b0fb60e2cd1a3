namespace AttnGen.Tests.Packaging;

/// <summary>A strict project of someone else's: every analyzer of the SDK on, and each warning an error.</summary>
public sealed class ConsumerTests
{
    private const string Source = """
        using AttnGen;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        namespace Consumer.Models
        {
            internal enum Matrix { None }

            internal static class Tuning { }

            internal static class Groups { }

            [TunableModule, Lora(Rank = 2, Alpha = 2.5)]
            [Tune(AttnGen.Matrix.Q), Tune(AttnGen.Matrix.V, LrScale = 4.5)]
            internal sealed partial class Attention : nn.Module<Tensor, Tensor>
            {
                [Projection(AttnGen.Matrix.Q)] private readonly Linear query;
                [Projection(AttnGen.Matrix.K)] private readonly Linear key;
                [Projection(AttnGen.Matrix.V)] private readonly Linear value;
                [Head] private readonly Linear classifier;

                internal Attention(long width)
                    : base(nameof(Attention))
                {
                    query = nn.Linear(width, width);
                    key = nn.Linear(width, width);
                    value = nn.Linear(width, width);
                    classifier = nn.Linear(width, 2);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor input) => classifier.call(Project(input).Value);
            }

            [TuneStrategy<Attention>, Tune(AttnGen.Matrix.V, LrScale = 1.5)]
            internal static partial class ValueOnly { }

            internal static class Program
            {
                internal static void Main()
                {
                    using var model = new Attention(8);
                    using (var tuning = model.BeginTuning())
                    {
                        System.Console.WriteLine(tuning.Groups.Value.LrScale);
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("12", "disable", "tr_TR.UTF-8")]
    [InlineData("14", "enable", "C.UTF-8")]
    public async Task Generated_code_gives_no_warning(string language, string nullable, string culture)
    {
        using var project = new OwnDirectory();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await File.WriteAllTextAsync(Path.Combine(project.Path, "Program.cs"), Source);
        await File.WriteAllTextAsync(Path.Combine(project.Path, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <LangVersion>{language}</LangVersion>
                <Nullable>{nullable}</Nullable>
                <AnalysisMode>All</AnalysisMode>
                <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <UseSharedCompilation>false</UseSharedCompilation>
                <!-- What the source above is told, not the generated one: the sample is written in TorchSharp's manner. -->
                <NoWarn>$(NoWarn);CA2000;CA2213;CA1303;CA1812;CA1711;CA1716;CA1724;CA1062</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Path.Combine(AppContext.BaseDirectory, "AttnGen.dll")}" />
                <Reference Include="{Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")}" />
                <Analyzer Include="{SourceTree.At("Generators", "AttnGen.Generators", "bin", configuration, "netstandard2.0", "AttnGen.Generators.dll")}" />
              </ItemGroup>
            </Project>
            """);

        var build = await ProcessRun.Of("dotnet", ["build", project.Path, "-nologo", "-nodeReuse:false"], ("DOTNET_CLI_UI_LANGUAGE", "en"), ("MSBUILDDISABLENODEREUSE", "1"), ("LC_ALL", culture));

        Assert.True(build.ExitCode == 0, build.Output + build.Errors);
        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);
    }
}
