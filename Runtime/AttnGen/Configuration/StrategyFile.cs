using System.Globalization;
using System.Text;
using AttnGen.CompilerServices;
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

        if (!PublishedHeads.IsPublished(typeof(TModel)) && !PublishedHeads.IsDeclared(typeof(TModel)))
        {
            throw Refusal(FileProblemIds.Model, content.ModelRange, $"{model} is no [TunableModule] class. Mark it, name another model, or declare one of another assembly by [assembly: TuneModel<{PublishedHeads.NameOf(typeof(TModel))}>].");
        }

        var strategy = Find(name);
        var heads = PublishedHeads.Of(typeof(TModel));
        CheckHead(strategy, heads, PublishedHeads.NameOf(typeof(TModel)));
        return TuneStrategy<TModel>.Create(builder =>
        {
            strategy.Declare(builder, heads.Numbers.FirstOrDefault());
            builder.WithOrigins(NumberOrigins.Of(
                NamedNumbers.Of(builder.Method, builder.Roles, builder.HeadDeclaration), number => OriginOf(strategy, number) ?? (number.Name.StartsWith(PlannedGroup.HeadName + ".", StringComparison.Ordinal) && !number.IsDefault ? heads.Origin : null)));
        });
    }

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

    private void CheckHead(FileStrategy strategy, PublishedHeads heads, string model)
    {
        if (heads.Numbers.Count > 1 && !strategy.FreezesHead)
        {
            throw Refusal(HeadRules.DifferId, strategy.NameRange, string.Format(CultureInfo.InvariantCulture, HeadRules.Differ, model));
        }

        if (strategy.Head is { } stated && heads is { Numbers.Count: 0, HasOpaque: false })
        {
            throw Refusal(FileProblemIds.Contradiction, stated.Range, HeadRules.NoHead(model));
        }
    }

    private string? OriginOf(FileStrategy strategy, NamedNumber number) => strategy.Places.TryGetValue(number.Name, out var place)
        ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}({lines.Of(place.Start).Line + 1})") : null;

    private StrategyFileException Refusal(string id, TextRange range, string message) => new([At(new FileProblem(id, range, message))]);

    private FileStrategy Find(string name) => content.Strategies.FirstOrDefault(strategy => strategy.Name == name)
        ?? throw new StrategyFileException($"'{path}' declares no strategy '{name}'. It declares {string.Join(", ", content.Strategies.Select(strategy => strategy.Name))}.");

    private string At(FileProblem problem)
    {
        var (line, column) = lines.Of(problem.Range.Start);
        return string.Create(CultureInfo.InvariantCulture, $"{path}({line + 1},{column + 1}): {problem.Id}: {problem.Message}");
    }
}
