using System.Globalization;
using System.Text;
using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>A strategy file read at run time, by the rules of the compiler.</summary>
internal sealed class StrategyFile
{
    private readonly string path;
    private readonly StrategyFileText content;
    private readonly LineMap lines;

    private StrategyFile(string path, string text)
    {
        this.path = path;
        lines = new LineMap(text);
        content = StrategyFileReader.Read(text);
        if (content.Problems.Count > 0)
        {
            throw new StrategyFileException([.. content.Problems.Select(At)]);
        }
    }

    /// <exception cref="StrategyFileException">It cannot be read, or is wrong.</exception>
    public static StrategyFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            return new StrategyFile(path, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new StrategyFileException($"The strategy file '{path}' cannot be read: {cause.Message}", cause);
        }
    }

    public TuneStrategy<TModel> Strategy<TModel>(string name)
    {
        var model = typeof(TModel).FullName!.Replace('+', '.');
        if (content.Model != model)
        {
            throw Refusal(FileProblemIds.Model, content.ModelRange, $"The strategies are for {content.Model}, and this model is {model}.");
        }

        if (!PublishedHeads.IsPublished(typeof(TModel)))
        {
            throw Refusal(FileProblemIds.Model, content.ModelRange, $"{model} is no [TunableModule] class. Mark it, or name another model.");
        }

        var strategy = Find(name);
        var head = Head(strategy, typeof(TModel));
        return TuneStrategy<TModel>.Create(builder => strategy.Declare(builder, head));
    }

    public TuningOptions Options(string name)
    {
        var found = Find(name).Options;
        var defaults = new TuningOptions();
        return defaults with
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
    }

    /// <summary>The numbers that the model's own head has, as the compiler sees them.</summary>
    private HeadDeclaration? Head(FileStrategy strategy, Type model)
    {
        if (strategy.FreezesHead)
        {
            return null;
        }

        var heads = PublishedHeads.Of(model);
        if (heads.Numbers.Count > 1)
        {
            throw Refusal(HeadRules.DifferId, strategy.NameRange, string.Format(CultureInfo.InvariantCulture, HeadRules.Differ, PublishedHeads.NameOf(model)));
        }

        if (strategy.Head is { } stated && heads is { Numbers.Count: 0, HasOpaque: false })
        {
            throw Refusal(FileProblemIds.Contradiction, stated.Range, HeadRules.NoHead(PublishedHeads.NameOf(model)));
        }

        return heads.Numbers.FirstOrDefault();
    }

    private StrategyFileException Refusal(string id, TextRange range, string message) => new([At(new FileProblem(id, range, message))]);

    private FileStrategy Find(string name) => content.Strategies.FirstOrDefault(strategy => strategy.Name == name)
        ?? throw new StrategyFileException($"'{path}' declares no strategy '{name}'. It declares {string.Join(", ", content.Strategies.Select(strategy => strategy.Name))}.");

    private string At(FileProblem problem)
    {
        var (line, column) = lines.Of(problem.Range.Start);
        return string.Create(CultureInfo.InvariantCulture, $"{path}({line + 1},{column + 1}): {problem.Id}: {problem.Message}");
    }
}
