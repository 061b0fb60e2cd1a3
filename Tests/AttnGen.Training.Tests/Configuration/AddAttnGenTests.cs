using AttnGen.Training.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AttnGen.Training.Tests.Configuration;

public sealed class AddAttnGenTests : IDisposable
{
    private const string Fast = """
        {
          // The file that the compiler read.
          "model": "AttnGen.Training.Tests.Support.TinyModel",
          "use": "Fast",
          "strategies": {
            "Fast": {
              "lora": { "rank": 3, "alpha": 6 },
              "tune": { "Q": {}, "V": [ { "lrScale": 8 } ] },
              "head": { "lrScale": 2 },
              "freeze": ["K"],
              "options": { "learningRate": 2e-3, "maxGradientNorm": null, "schedule": { "kind": "linear", "total": 10 } },
            },
            "Slow": { "tune": { "V": {} } },
          },
        }
        """;

    private readonly string directory = Directory.CreateTempSubdirectory("attngen-tests-").FullName;

    [Fact]
    public async Task A_host_starts_with_what_a_file_says()
    {
        string path = Written("fast.attngen.json", Fast);
        HostApplicationBuilder builder = Builder();
        builder.Configuration.AddStrategyFile("fast.attngen.json");
        builder.Services.AddAttnGen<TinyModel>(builder.Configuration.GetSection("AttnGen"));
        using IHost host = builder.Build();
        await host.StartAsync();

        TuningSettings<TinyModel> settings = Settings(host.Services);
        Assert.Equal(TuneStrategy<TinyModel>.FromFile(path, "Fast"), settings.Strategy);
        Assert.Equal(TuningOptions.FromFile(path, "Fast"), settings.Options);
        await host.StopAsync();
    }

    /// <summary>The file is the first source wherever it is added; each number says where it is from.</summary>
    [Fact]
    public void Other_sources_change_its_numbers_and_are_their_origin()
    {
        Written("fast.attngen.json", Fast);
        Written("appsettings.json", """{ "AttnGen": { "strategies": { "fast": { "options": { "weightDecay": 0.25 } } } } }""");
        Environment.SetEnvironmentVariable("ATTNGENTEST_AttnGen__STRATEGIES__FAST__LORA__RANK", "4");
        try
        {
            HostApplicationBuilder builder = Builder(["--AttnGen:strategies:Fast:options:learningRate", "1.5e-3"]);
            builder.Configuration.AddJsonFile("appsettings.json").AddEnvironmentVariables("ATTNGENTEST_");
            builder.Configuration.AddInMemoryCollection([new("AttnGen:strategies:Fast:tune:V:0:lrScale", "5")]);
            builder.Configuration.AddStrategyFile("fast.attngen.json");
            builder.Services.AddAttnGen<TinyModel>(builder.Configuration.GetSection("AttnGen"), settings => settings.Options = settings.Options with { Seed = 9 });
            using IHost host = builder.Build();
            string origins = Origins(host.Services);

            Assert.Contains("rank 4 AttnGen:strategies:Fast:lora:rank (EnvironmentVariables)", origins, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("\nalpha 6 fast.attngen.json(7)\n", origins, StringComparison.Ordinal);
            Assert.Contains("\nvalue.lrScale 5 AttnGen:strategies:Fast:tune:V:0:lrScale (Memory)\n", origins, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("\nhead.lrScale 2 fast.attngen.json(9)\n", origins, StringComparison.Ordinal);
            Assert.Contains("\nlearningRate 1.5e-3 AttnGen:strategies:Fast:options:learningRate (CommandLine)\n", origins, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("\nweightDecay 0.25 AttnGen:strategies:Fast:options:weightDecay (appsettings.json)\n", origins, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("\nmaxGradientNorm none fast.attngen.json(11)\n", origins, StringComparison.Ordinal);
            Assert.Contains("\nseed 9 argument\n", origins, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ATTNGENTEST_AttnGen__STRATEGIES__FAST__LORA__RANK", null);
        }
    }

    /// <summary>A section does not tell its root: the host's configuration is asked, through those that it is made of.</summary>
    [Fact]
    public void An_origin_is_a_key_where_the_configuration_is_not_the_hosts()
    {
        IConfiguration configuration = From(Fast, []);
        using ServiceProvider alone = new ServiceCollection().AddAttnGen<TinyModel>(configuration.GetSection("AttnGen")).BuildServiceProvider();
        using ServiceProvider chained = new ServiceCollection().AddAttnGen<TinyModel>(configuration.GetSection("AttnGen"))
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddConfiguration(configuration).Build()).BuildServiceProvider();
        using ServiceProvider other = new ServiceCollection().AddAttnGen<TinyModel>(configuration.GetSection("AttnGen"))
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("AttnGen:strategies:Fast:lora:rank", "7")]).Build()).BuildServiceProvider();

        Assert.Contains("\nrank 3 AttnGen:strategies:Fast:lora:rank\n", Origins(alone), StringComparison.Ordinal);
        Assert.Contains("\nrank 3 fast.attngen.json(7)\n", Origins(chained), StringComparison.Ordinal);
        Assert.Contains("\nrank 3 AttnGen:strategies:Fast:lora:rank\n", Origins(other), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "lora rank=3 alpha=6 dropout=0; Q x1; V x8; head x2")]
    [InlineData("Slow", null, "full; V x1; head x1")]
    [InlineData(null, "slow", "full; V x1; head x1")]
    [InlineData("fast", "Slow", "lora rank=3 alpha=6 dropout=0; Q x1; V x8; head x2")]
    public void A_strategy_is_named_by_the_argument_or_the_section(string? argument, string? use, string expected)
    {
        IConfiguration configuration = From(Fast, use is null ? [] : [new("AttnGen:use", use)]);

        Assert.Equal(expected, Settings(configuration, argument).Strategy.Description);
    }

    [Fact]
    public void The_only_strategy_needs_no_name_and_one_of_several_does()
    {
        KeyValuePair<string, string?>[] only = [new("AttnGen:model", typeof(TinyModel).FullName), new("AttnGen:strategies:A:tune:V", null)];

        Assert.Equal("full; V x1; head x1", Settings(new ConfigurationBuilder().AddInMemoryCollection(only).Build()).Strategy.Description);
        Assert.Equal(
            ["'AttnGen' declares A, B, and none is said to be used. Set 'AttnGen:use', or name one in AddAttnGen."],
            Refused(new ConfigurationBuilder().AddInMemoryCollection([.. only, new("AttnGen:strategies:B:tune:Q", "")]).Build()));
    }

    [Fact]
    public async Task A_host_does_not_start_with_any_mistake_and_all_are_listed_at_their_keys()
    {
        HostApplicationBuilder builder = Builder();
        builder.Configuration.AddInMemoryCollection([
            new("AttnGen:model", typeof(TinyModel).FullName), new("AttnGen:strategies:Fast:lora:rank", "0"), new("AttnGen:strategies:Fast:tune:V:lrscal", "2"),
            new("AttnGen:strategies:Fast:freeze:0", "V"), new("AttnGen:strategies:Fast:options:learningRate", "0,001"),
        ]);
        builder.Services.AddAttnGen<TinyModel>(builder.Configuration.GetSection("AttnGen"));
        using IHost host = builder.Build();

        OptionsValidationException refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(
            [
                "AttnGen:strategies:Fast:freeze:0: ATG0506: V is tuned and frozen. Remove one of the two.",
                "AttnGen:strategies:Fast:lora:rank: ATG0504: Rank is 0; it is at least 1 and at most the smaller side of the matrix.",
                "AttnGen:strategies:Fast:options:learningRate: ATG0503: \"learningRate\" is a number.",
                "AttnGen:strategies:Fast:tune:V:lrscal: ATG0502: What \"V\" is tuned with has no key \"lrscal\". Did you mean \"lrScale\"? The keys are layers, lrScale, weightDecay.",
            ],
            refusal.Failures);
    }

    [Theory]
    [InlineData("model", "Other.Model", "AttnGen:model: ATG0508: The strategies are for Other.Model, and this model is AttnGen.Training.Tests.Support.TinyModel.")]
    [InlineData("use", "Quick", "AttnGen:use: ATG0506: \"use\" names \"Quick\", and \"strategies\" declares Fast, Slow.")]
    [InlineData("strategies:Fast:lora", "big", "AttnGen:strategies:Fast:lora: ATG0503: \"lora\" has the value \"big\", and keys below it. Remove one of the two.")]
    [InlineData("strategies:Fast:lora:rank", "3.5", "AttnGen:strategies:Fast:lora:rank: ATG0503: \"rank\" is a whole number.")]
    [InlineData("strategies:Fast:lora:rank", " 3", "AttnGen:strategies:Fast:lora:rank: ATG0503: \"rank\" is a whole number.")]
    [InlineData("strategies:Fast:lora:rank", "", "AttnGen:strategies:Fast:lora:rank: ATG0503: \"rank\" is a whole number.")]
    [InlineData("strategies:Fast:lora:alpha", "NaN", "AttnGen:strategies:Fast:lora:alpha: ATG0503: \"alpha\" is a number.")]
    [InlineData("strategies:Fast:lora:alpha", "1e999", "AttnGen:strategies:Fast:lora:alpha: ATG0504: Alpha is Infinity; the update is multiplied by Alpha / Rank, so it is positive and finite.")]
    [InlineData("strategies:Fast:freeze:0", "O", "AttnGen:strategies:Fast:freeze:0: ATG0503: What is frozen is \"Q\", \"K\", \"V\" or \"head\".")]
    [InlineData("strategies:Fast:freeze:2", "K", "AttnGen:strategies:Fast:freeze: ATG0503: \"freeze\" is a list: [\"K\", \"head\"].")]
    [InlineData("strategies:Fast:options:schedule:kind", "step", "AttnGen:strategies:Fast:options:schedule:kind: ATG0503: \"kind\" is \"constant\", \"linear\" or \"cosine\".")]
    [InlineData("strategies:Fa st:tune:V", "", "AttnGen:strategies:Fa st: ATG0507: \"Fa st\" is no name of a class: it begins with a letter, and has letters, digits and underscores.")]
    public void Each_kind_of_mistake_is_at_its_key(string key, string value, string expected)
    {
        IConfiguration configuration = From(Fast, [new("AttnGen:" + key, value)]);

        Assert.Equal([expected], Refused(configuration));
        Assert.Equal([expected], Cultures.In("no number", () => Refused(configuration)));
    }

    [Fact]
    public void An_empty_section_says_what_is_missing()
    {
        Assert.Equal(
            ["AttnGen: ATG0505: A strategy file has no \"model\".", "AttnGen: ATG0505: A strategy file has no \"strategies\"."],
            Refused(new ConfigurationBuilder().Build()));
    }

    [Fact]
    public void A_strategy_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.Equal(["'AttnGen' declares no strategy 'Quick'. It declares Fast, Slow."], Refused(From(Fast, []), "Quick"));

    [Fact]
    public void A_whole_configuration_is_no_section() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAttnGen<TinyModel>(new ConfigurationBuilder().Build()));

    [Fact]
    public void Code_is_checked_too_and_is_not_asked_where_reading_failed()
    {
        bool asked = false;
        ServiceCollection services = new();
        services.AddAttnGen<TinyModel>(settings => settings.Options = new TuningOptions { Beta1 = 2 });
        Assert.Equal(["No strategy for TinyModel is set. Set Strategy, or read it from a section of the configuration."], Assert.Throws<OptionsValidationException>(() => Settings(services.BuildServiceProvider())).Failures);

        services.AddAttnGen<TinyModel>(settings => settings.Strategy = TinyModel.DefaultStrategy);
        Assert.Equal(["TuningOptions.Beta1 is 2; it must be from 0 to below 1. (Parameter 'Beta1')"], Assert.Throws<OptionsValidationException>(() => Settings(services.BuildServiceProvider())).Failures);

        services.Clear();
        services.AddAttnGen<TinyModel>(new ConfigurationBuilder().Build().GetSection("AttnGen"), null, _ => asked = true);
        services.Configure<TuningSettings<TinyModel>>(settings => _ = settings.Strategy);
        Assert.Equal(2, Assert.Throws<OptionsValidationException>(() => Settings(services.BuildServiceProvider())).Failures.Count());
        Assert.False(asked);
    }

    [Fact]
    public void Another_culture_changes_nothing()
    {
        IConfiguration configuration = From(Fast, [new("AttnGen:strategies:Fast:options:weightDecay", "1.5")]);
        TuningSettings<TinyModel> settings = Cultures.In("comma", () => Settings(configuration));

        Assert.Equal((1.5, 2e-3), (settings.Options.WeightDecay, settings.Options.LearningRate));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static TuningSettings<TinyModel> Settings(IServiceProvider services) => services.GetRequiredService<IOptions<TuningSettings<TinyModel>>>().Value;

    private static TuningSettings<TinyModel> Settings(IConfiguration configuration, string? strategy = null)
    {
        using ServiceProvider services = new ServiceCollection().AddAttnGen<TinyModel>(configuration.GetSection("AttnGen"), strategy).BuildServiceProvider();
        return Settings(services);
    }

    private static IEnumerable<string> Refused(IConfiguration configuration, string? strategy = null) =>
        Assert.Throws<OptionsValidationException>(() => Settings(configuration, strategy)).Failures;

    private static string Origins(IServiceProvider services)
    {
        TuningSettings<TinyModel> settings = Settings(services);
        using TinyModel model = new();
        using TuningSession tuning = model.BeginTuning(settings.Strategy, settings.Options);
        return string.Join('\n', tuning.Explain().ReplaceLineEndings("\n").Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))) + "\n";
    }

    private HostApplicationBuilder Builder(string[]? arguments = null) =>
        Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = directory, Args = arguments, DisableDefaults = arguments is null });

    private IConfiguration From(string text, IEnumerable<KeyValuePair<string, string?>> changes)
    {
        Written("fast.attngen.json", text);
        return new ConfigurationBuilder().SetBasePath(directory).AddInMemoryCollection(changes).AddStrategyFile("fast.attngen.json").Build();
    }

    private string Written(string name, string text)
    {
        string path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
