using System.Text.Json.Nodes;
using AttnGen.Training.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AttnGen.Training.Tests.Configuration;

/// <summary>A strategy file says the same as a file and as a source of a configuration, as far as a configuration can tell values apart.</summary>
public sealed class ReadersAgreeTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("attngen-tests-").FullName;

    [Fact]
    public void A_random_file_is_accepted_or_refused_by_all_and_means_the_same()
    {
        int accepted = 0;
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                string text = new RandomDocument(seed).Make().ToJsonString();
                (string file, string json, string configured) = Read(text);
                Assert.True(file == json && file == configured, $"seed {seed}: {text}\nfile: {file}\njson: {json}\nsource: {configured}");
                accepted += file == "refused" ? 0 : 1;
            },
            iter: 600, threads: 1);

        Assert.InRange(accepted, 60, 540);
    }

    /// <summary>
    /// A configuration holds texts, and nothing for null and for what is empty: it does not know whether a number had quotes, whether a text had none,
    /// whether a list of one object was an object with the key 0, or which of null, {}, [] and "" was written; and it finds keys in any case.
    /// </summary>
    [Theory]
    [InlineData("""{ "lora": { "rank": "8" }, "tune": { "V": {} } }""")]
    [InlineData("""{ "tune": { "V": { "layers": 0 } } }""")]
    [InlineData("""{ "tune": { "V": null } }""")]
    [InlineData("""{ "tune": { "V": [] } }""")]
    [InlineData("""{ "tune": { "V": "" } }""")]
    [InlineData("""{ "tune": { "V": { "0": {} } } }""")]
    [InlineData("""{ "tune": { "V": {} }, "lora": null }""")]
    [InlineData("""{ "tune": { "V": {} }, "freeze": {} }""")]
    [InlineData("""{ "tune": { "V": {} }, "freeze": { "0": "K" } }""")]
    [InlineData("""{ "tune": { "V": {} }, "options": { "maxGradientNorm": "" } }""")]
    [InlineData("""{ "tune": { "V": {} }, "options": { "maxGradientNorm": "null" } }""")]
    [InlineData("""{ "TUNE": { "v": {} } }""")]
    [InlineData("""{ "tune:V:lrScale": 4 }""")]
    public void What_a_configuration_cannot_tell_apart_is_accepted_there_and_refused_in_a_file(string strategy)
    {
        (string file, string json, string configured) = Read($$"""{ "model": "{{typeof(TinyModel).FullName}}", "strategies": { "A": {{strategy}} } }""");

        Assert.Equal(("refused", "refused"), (file, configured));
        Assert.NotEqual("refused", json);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private (string File, string Json, string Configured) Read(string text)
    {
        string path = Path.Combine(directory, "a.attngen.json");
        File.WriteAllText(path, text);
        File.WriteAllText(Path.Combine(directory, "settings.json"), new JsonObject { ["AttnGen"] = JsonNode.Parse(text) }.ToJsonString());
        return (
            Words(() => (TuneStrategy<TinyModel>.FromFile(path, "A"), TuningOptions.FromFile(path, "A"))),
            Words(() => Settings(Builder().AddJsonFile("settings.json").Build())),
            Words(() => Settings(Builder().AddStrategyFile("a.attngen.json").Build())));
    }

    private static string Words(Func<(TuneStrategy<TinyModel> Strategy, TuningOptions Options)> read)
    {
        try
        {
            (TuneStrategy<TinyModel> strategy, TuningOptions options) = read();
            return $"{strategy} | {options}";
        }
        catch (Exception refusal) when (refusal is StrategyFileException or OptionsValidationException)
        {
            return "refused";
        }
    }

    private static (TuneStrategy<TinyModel> Strategy, TuningOptions Options) Settings(IConfiguration configuration)
    {
        using ServiceProvider services = new ServiceCollection().AddAttnGen<TinyModel>(configuration.GetSection("AttnGen"), "A").BuildServiceProvider();
        TuningSettings<TinyModel> settings = services.GetRequiredService<IOptions<TuningSettings<TinyModel>>>().Value;
        return (settings.Strategy, settings.Options);
    }

    private IConfigurationBuilder Builder() => new ConfigurationBuilder().SetBasePath(directory);
}
