using System.Globalization;
using System.Text;
using AttnGen.CompilerServices;
using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>The strategies of a <c>*.attngen.json</c> file, or of a section of a configuration, read at run time by the rules of the compiler. Immutable.</summary>
public sealed class StrategyDocument
{
    private readonly DocumentPlaces places;
    private readonly JsonNode root;
    private readonly StrategyFileText content;

    private StrategyDocument(JsonNode root, DocumentPlaces places, List<FileProblem> problems)
    {
        this.places = places;
        this.root = root;
        content = StrategyFileReader.Read(root, problems);
        if (content.Problems.Count > 0)
        {
            throw Refusal(places, content.Problems);
        }
    }

    /// <summary>The full name of the model class.</summary>
    public string Model => content.Model!;

    /// <summary>The names of the strategies, in the order of the document.</summary>
    public IReadOnlyList<string> Strategies => [.. content.Strategies.Select(strategy => strategy.Name)];

    /// <summary>The name of the strategy that the document says to use, or null where it leaves that open.</summary>
    public string? Use => content.Use;

    /// <summary>What the document says to run under <c>sweep</c>, or null where it says nothing of that.</summary>
    public StrategySweep? Sweep => content.Sweep is { } sweep ? new StrategySweep(sweep) : null;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="StrategyFileException">The file cannot be read, or something in it is wrong; the message lists all of it.</exception>
    public static StrategyDocument Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            using var file = File.OpenRead(path);
            return Load(file, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StrategyFileException($"The strategy file '{path}' cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Reads a file's content.</summary>
    /// <param name="content">The content, in UTF-8; read to its end, and left open.</param>
    /// <param name="name">The file's name or path, for messages and origins.</param>
    /// <exception cref="StrategyFileException">Something in it is wrong; the message lists all of it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static StrategyDocument Load(Stream content, string name)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        try
        {
            return Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length), name);
        }
        catch (DecoderFallbackException)
        {
            throw Refusal(new FilePlaces(name, ""), StrategyFileReader.NotUtf8.Problems);
        }
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text; a byte-order mark at its beginning is left out.</param>
    /// <param name="name">The file's name or path, for messages and origins.</param>
    /// <exception cref="StrategyFileException">Something in it is wrong; the message lists all of it.</exception>
    public static StrategyDocument Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        var (unmarked, problems) = (text.TrimStart('\uFEFF'), new List<FileProblem>());
        return new StrategyDocument(JsonReader.Read(unmarked, problems), new FilePlaces(name, unmarked), problems);
    }

    /// <summary>
    /// Reads a section of a configuration, by the rules of files as far as a configuration can tell values apart: a key holds a text, which stands for
    /// a number or null where one is asked for; null and an empty text stand for an empty object or list too; keys 0, 1, 2 and so on are a list; and
    /// keys, names of strategies among them, are found without regard to case.
    /// </summary>
    /// <param name="values">Keys, whose parts are separated by colons, and what they hold; keys outside the section are left out.</param>
    /// <param name="section">The section's key; empty where the keys begin with <c>model</c> and <c>strategies</c>.</param>
    /// <param name="originOf">Where a key's value comes from, in words, or null for the key itself: what a session explains of a number.</param>
    /// <exception cref="StrategyFileException">Something is wrong; the message lists all of it, each with its key.</exception>
    public static StrategyDocument FromKeyValues(IEnumerable<KeyValuePair<string, string?>> values, string section = "", Func<string, string?>? originOf = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(section);
        var problems = new List<FileProblem>();
        var (root, keys) = KeyBranch.Read(values, section, problems);
        return new StrategyDocument(root, new KeyPlaces(section, keys, originOf), problems);
    }

    /// <summary>What the document says as a configuration holds it, with where each value stands.</summary>
    /// <returns>The keys, which begin with <c>model</c> and <c>strategies</c>; what they hold; and the origins: <c>fast.attngen.json(7)</c>.</returns>
    public IEnumerable<(string Key, string? Value, string Origin)> ToKeyValues() =>
        KeyValues.Of(root).Select(found => (found.Key, found.Value, places.OriginOf(found.Range)));

    /// <summary>A strategy of the document.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="name">The strategy's name.</param>
    /// <exception cref="StrategyFileException">The document is for another model, the model cannot honour the strategy, or there is no such strategy.</exception>
    public TuneStrategy<TModel> Strategy<TModel>(string name)
    {
        RequireModel<TModel>();
        return Strategy<TModel>(Find(name));
    }

    /// <summary>The strategies of the sweep: those that it names, each by its ranks and lambdas. Where a strategy has no adapters it has no ranks, and where it leaves V alone no lambdas.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <exception cref="StrategyFileException">The document has no sweep, is for another model, or the model cannot honour a strategy.</exception>
    public IReadOnlyList<TuneStrategy<TModel>> SweepStrategies<TModel>()
    {
        RequireModel<TModel>();
        return content.Sweep is { } sweep
            ? [.. sweep.Variants().Select(Strategy<TModel>)]
            : throw new StrategyFileException($"'{places.Name}' has no \"sweep\": {{ \"tasks\": [\"SST-2\"], \"learningRates\": [3e-4, 1e-3] }} runs each of its strategies at two rates.");
    }

    /// <summary>The options that a strategy of the document states; the defaults are kept for what it leaves out.</summary>
    /// <param name="name">The strategy's name.</param>
    /// <exception cref="StrategyFileException">There is no such strategy.</exception>
    public TuningOptions Options(string name)
    {
        var strategy = Find(name);
        var found = strategy.Options;
        var defaults = new TuningOptions();
        var options = defaults with
        {
            LearningRate = found.LearningRate ?? defaults.LearningRate,
            WeightDecay = found.WeightDecay ?? defaults.WeightDecay,
            Beta1 = found.Beta1 ?? defaults.Beta1,
            Beta2 = found.Beta2 ?? defaults.Beta2,
            Epsilon = found.Epsilon ?? defaults.Epsilon,
            MaxGradientNorm = found.IsUnclipped ? null : found.MaxGradientNorm ?? defaults.MaxGradientNorm,
            Seed = found.Seed,
            Schedule = found.Schedule switch
            {
                null => defaults.Schedule,
                { Kind: "linear" } linear => Schedule.Linear(linear.Total, linear.WarmUp),
                { Kind: "cosine" } cosine => Schedule.Cosine(cosine.Total, cosine.WarmUp),
                var constant => Schedule.Constant(constant.WarmUp),
            },
        };
        return options.WithOrigins(NumberOrigins.Of(NamedNumbers.Of(options), number => OriginOf(strategy, number)));
    }

    private void RequireModel<TModel>()
    {
        var model = typeof(TModel).FullName!.Replace('+', '.');
        if (content.Model != model)
        {
            throw Refusal(FileProblemIds.Model, content.ModelRange, $"The strategies are for {content.Model}, and this model is {model}.");
        }

        if (!PublishedHeads.IsPublished(typeof(TModel)) && !PublishedHeads.IsDeclared(typeof(TModel)))
        {
            throw Refusal(FileProblemIds.Model, content.ModelRange, $"{model} is no [TunableModule] class. Mark it, name another model, or declare one of another assembly by [assembly: TuneModel<{PublishedHeads.NameOf(typeof(TModel))}>].");
        }
    }

    private TuneStrategy<TModel> Strategy<TModel>(FileStrategy strategy)
    {
        var heads = PublishedHeads.Of(typeof(TModel));
        CheckHead(strategy, heads, PublishedHeads.NameOf(typeof(TModel)));
        return TuneStrategy<TModel>.Create(builder =>
        {
            strategy.Declare(builder, heads.Numbers.FirstOrDefault());
            builder.WithOrigins(NumberOrigins.Of(NamedNumbers.Of(builder.Method, builder.Roles, builder.HeadDeclaration), number => OriginOf(strategy, number) ?? heads.OriginOf(number)));
        });
    }

    private void CheckHead(FileStrategy strategy, PublishedHeads heads, string model)
    {
        if (heads.Numbers.Count > 1 && !strategy.FreezesHead)
        {
            throw Refusal(HeadRules.DifferId, strategy.NameRange, string.Format(CultureInfo.InvariantCulture, HeadRules.Differ, model));
        }

        if (strategy is { IsPaper: true, FreezesHead: false, Head: null } && heads.Numbers is [var own, ..] && GroupingRules.Head(own.LrScale, own.WeightDecay ?? double.NaN) is { } wrong)
        {
            throw Refusal(GroupingRules.Id, strategy.GroupingRange, $"'{strategy.Name}': {wrong}");
        }

        if (strategy.Head is { } stated && heads is { Numbers.Count: 0, HasOpaque: false })
        {
            throw Refusal(FileProblemIds.Contradiction, stated.Range, HeadRules.NoHead(model));
        }
    }

    private string? OriginOf(FileStrategy strategy, NamedNumber number) => strategy.Places.TryGetValue(number.Name, out var place) ? places.OriginOf(place) : null;

    private StrategyFileException Refusal(string id, TextRange range, string message) => Refusal(places, [new FileProblem(id, range, message)]);

    private static StrategyFileException Refusal(DocumentPlaces places, IEnumerable<FileProblem> problems) =>
        new([.. problems.Select(problem => $"{places.At(problem.Range)}: {problem.Id}: {problem.Message}")]);

    private FileStrategy Find(string name) => content.Strategies.FirstOrDefault(strategy => strategy.Name.Equals(name, places.NameComparison))
        ?? throw new StrategyFileException($"'{places.Name}' declares no strategy '{name}'. It declares {string.Join(", ", Strategies)}.");
}
