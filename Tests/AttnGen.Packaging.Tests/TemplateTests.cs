using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AttnGen.Packaging.Tests;

[Collection(nameof(UsedCollection))]
public sealed partial class TemplateTests(Packages packages, TemplateProject made) : IClassFixture<TemplateProject>
{
    private const string Strategy = "App/strategy.attngen.json";

    [Fact]
    public async Task What_is_made_builds_names_a_wrong_argument_and_is_not_built_with_a_wrong_strategy()
    {
        Assert.Equal(["App.csproj", "Program.cs", "README.md", "SentimentClassifier.cs", "strategy.attngen.json"], made.Files);
        Assert.True(made.Built.ExitCode == 0 && made.Built.Output.Contains("0 Warning(s)", StringComparison.Ordinal), made.Built.Output);

        foreach (var given in new[] { "many", "15", "1e3" })
        {
            var run = await made.Consumer.TryRun(given);
            Assert.Equal((1, $"'{given}' is no number of reviews from 16 to 20000."), (run.ExitCode, run.Errors.Trim()));
        }

        var right = await File.ReadAllTextAsync(made.Consumer.PathOf(Strategy));
        foreach (var (from, to, id) in Mistakes)
        {
            made.Consumer.Write(Strategy, right.Replace(from, to, StringComparison.Ordinal));
            var line = right[..right.IndexOf(from, StringComparison.Ordinal)].Count(character => character == '\n') + 1;
            Assert.Equal([$"strategy.attngen.json({line}): {id}"], Consumer.Errors(await made.Consumer.Build()).Where(error => !error.Contains(": CS", StringComparison.Ordinal)));
        }

        made.Consumer.Write(Strategy, right);
    }

    [ReviewsFact]
    public async Task What_is_made_explains_trains_measures_and_saves()
    {
        var output = await made.Consumer.Run("48");

        Assert.StartsWith("SentimentClassifier: lora rank=8 alpha=8 dropout=0; Q x1; V x4; head x1", output[output.IndexOf("SentimentClassifier", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("bert.encoder.layer.5.attention.self.value.lora_B.weight  [384, 8]  lora    4.0e-3", output, StringComparison.Ordinal);
        Assert.Matches("step 3/3  loss 0\\.[0-9]+", output);
        Assert.Contains("3 steps in", output, StringComparison.Ordinal);
        var measured = Measured().Matches(output);
        Assert.Equal(["before", "after"], measured.Select(match => match.Groups["when"].Value));
        Assert.All(measured, match => Assert.InRange(double.Parse(match.Groups["loss"].Value, CultureInfo.InvariantCulture), 0.2, 1.5));
        Assert.Equal(["adapter_config.json", "adapter_model.safetensors"], Directory.GetFiles(Path.Combine(made.Consumer.Project, "adapter")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>The strategy's own comment offers it; what was learned was lost then.</summary>
    [ReviewsFact]
    public async Task What_is_made_saves_the_model_where_it_is_changed_to_have_no_adapters()
    {
        var right = await File.ReadAllTextAsync(made.Consumer.PathOf(Strategy));
        made.Consumer.Write(Strategy, right.Replace("\"lora\": { \"rank\": 8, \"alpha\": 8 },", "", StringComparison.Ordinal));
        var output = await made.Consumer.Run("16");
        made.Consumer.Write(Strategy, right);

        Assert.Equal(["before", "after"], Measured().Matches(output).Select(match => match.Groups["when"].Value));
        Assert.Contains("the model is in 'model.safetensors'", output, StringComparison.Ordinal);
        var saved = Path.Combine(made.Consumer.Project, "model.safetensors");
        Assert.True(new FileInfo(saved).Length > 80_000_000);
        File.Delete(saved);
    }

    /// <summary>As the project's own README says to, with texts that do not fit.</summary>
    [ReviewsFact]
    public async Task Own_texts_that_are_too_few_or_of_a_class_more_are_named()
    {
        const string program = "App/Program.cs";
        var right = await File.ReadAllTextAsync(made.Consumer.PathOf(program));
        made.Consumer.Write(program, right.Replace("Reviews(imdb.PathOf(KnownAssets.Reviews))", "Enumerable.Range(0, 60).Select(i => (Text: $\"Text {i}\", Label: i % 3))", StringComparison.Ordinal));
        var built = await made.Consumer.Build();
        Assert.True(built.ExitCode == 0, built.Output);
        var few = await made.Consumer.TryRun();
        var classes = await made.Consumer.TryRun("48");
        made.Consumer.Write(program, right);

        Assert.Equal((1, "1200 reviews to train on and 300 others to measure by are more than the 60 that there are. Give a number up to 48."), (few.ExitCode, few.Errors.Trim()));
        Assert.Equal(1, classes.ExitCode);
        Assert.Contains("label 2", classes.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", classes.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_for_the_GPU_refers_to_its_backend()
    {
        using var consumer = await Consumer.OfTemplate(packages, "--backend", "cuda", "--no-restore");
        var project = XDocument.Load(Path.Combine(consumer.Project, "App.csproj"));
        Assert.Equal("cuda", project.Descendants("AttnGenBackend").Single().Value);
        Assert.Equal(Backends("cuda"), References(project));
        Assert.False(Directory.Exists(Path.Combine(consumer.Project, "obj")));
    }

    [Fact]
    public async Task The_backends_are_those_that_the_package_asks_for()
    {
        using var consumer = await Consumer.OfTemplate(packages, "--no-restore");
        Assert.Equal(Backends("cpu"), References(XDocument.Load(Path.Combine(consumer.Project, "App.csproj"))));
    }

    private static (string From, string To, string Id)[] Mistakes =>
    [
        ("\"model\": \"SentimentClassifier\"", "\"model\": \"SentimentClasifier\"", "ATG0508"),
        ("\"Q\": {}", "\"O\": {}", "ATG0502"),
    ];

    /// <summary>The native packages with their versions, of a project.</summary>
    private static IEnumerable<string> References(XDocument project) =>
        project.Descendants("PackageReference").Select(reference => $"{reference.Attribute("Include")!.Value} {reference.Attribute("Version")!.Value}").Where(reference => !reference.StartsWith("AttnGen", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Those that the package's own targets name, for all systems.</summary>
    private static IEnumerable<string> Backends(string backend)
    {
        var targets = XDocument.Load(SourceTree.At("Runtime", "AttnGen", "buildTransitive", "AttnGen.targets"));
        IEnumerable<string> Values(string name) => targets.Descendants(name).Where(value => value.Attribute("Condition")!.Value.Contains($"'$(AttnGenBackend)' == '{backend}'", StringComparison.Ordinal)).Select(value => value.Value);
        return Values("_AttnGenBackendPackage").Select(package => $"{package} {Values("_AttnGenBackendVersion").Single()}").Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^(?<when>before|after): +loss (?<loss>[\d.]+), accuracy [\d.]+ %", RegexOptions.Multiline)]
    private static partial Regex Measured();
}
