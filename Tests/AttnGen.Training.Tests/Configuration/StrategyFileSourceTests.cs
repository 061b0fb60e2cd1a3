using AttnGen.Training.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace AttnGen.Training.Tests.Configuration;

public sealed class StrategyFileSourceTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("attngen-tests-").FullName;

    [Fact]
    public void A_wrong_file_is_refused_with_all_its_mistakes()
    {
        string path = Written("a.attngen.json", "{\n  \"model\": \"M\",\n  \"strategies\": { \"A\": { \"lora\": { \"rank\": \"8\" }, \"tune\": { \"O\": {} } } }\n}");

        StrategyFileException refusal = Assert.Throws<StrategyFileException>(() => Builder().AddStrategyFile("a.attngen.json").Build());
        Assert.Equal([$"{path}(3,44): ATG0503: \"rank\" is a whole number.", $"{path}(3,61): ATG0502: \"tune\" has no key \"O\". The keys are K, Q, V."], refusal.Problems);
        Assert.Equal(refusal.Message, Assert.Throws<StrategyFileException>(() => new ConfigurationManager().SetBasePath(directory).AddStrategyFile("a.attngen.json")).Message);
    }

    [Fact]
    public void A_missing_file_is_refused_unless_it_is_optional()
    {
        Assert.Contains("is not there", Assert.Throws<StrategyFileException>(() => Builder().AddStrategyFile("none.attngen.json").Build()).Message, StringComparison.Ordinal);
        Assert.Contains("is not there", Assert.Throws<StrategyFileException>(() => Builder().AddStrategyFile(Path.Combine(directory, "none.attngen.json")).Build()).Message, StringComparison.Ordinal);
        Assert.Empty(Builder().AddStrategyFile("none.attngen.json", optional: true).Build().AsEnumerable());
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused()
    {
        string path = Path.Combine(directory, "a.attngen.json");
        File.WriteAllText(path, "{}", System.Text.Encoding.Unicode);

        Assert.Equal([$"{path}(1,1): ATG0501: A strategy file is in UTF-8, and this one is not. Save it in UTF-8."], Assert.Throws<StrategyFileException>(() => Builder().AddStrategyFile(path).Build()).Problems);
    }

    [Fact]
    public void Of_several_files_the_later_counts_and_other_sources_count_more()
    {
        Written("a.attngen.json", Of("A", 2));
        string rooted = Written("b.attngen.json", Of("A", 3));
        IConfigurationRoot configuration = Builder().AddInMemoryCollection([new("My:strategies:A:options:seed", "4")])
            .AddStrategyFile("a.attngen.json", "My").AddStrategyFile(rooted, "My").Build();

        Assert.Equal(("3", "4"), (configuration["My:strategies:A:lora:rank"], configuration["my:STRATEGIES:a:options:seed"]));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static string Of(string name, int rank) =>
        $$"""{ "model": "{{typeof(TinyModel).FullName}}", "strategies": { "{{name}}": { "lora": { "rank": {{rank}} }, "tune": { "V": {} }, "options": { "seed": 1 } } } }""";

    private IConfigurationBuilder Builder() => new ConfigurationBuilder().SetBasePath(directory);

    private string Written(string name, string text)
    {
        string path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
