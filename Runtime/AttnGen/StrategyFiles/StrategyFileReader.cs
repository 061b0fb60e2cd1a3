using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>
/// Reads a strategy file's text and checks all that the text alone decides. The generator compiles this file too, so that what compiles is what is
/// read at run time.
/// </summary>
internal static class StrategyFileReader
{
    private static readonly string[] Roles = ["Q", "K", "V"];

    public static StrategyFileText Read(string text)
    {
        var problems = new List<FileProblem>();
        var root = JsonReader.Read(text, problems);
        var file = FileObject.Of(root, "A strategy file", problems);
        if (file is null)
        {
            return new StrategyFileText(null, root.Range, null, [], InOrder(problems));
        }

        file.TakeText(file.Take("$schema"));
        var model = file.Require("model");
        var space = file.Take("namespace");
        var (modelName, spaceName) = (Name(file, model), Name(file, space));
        var strategies = new List<FileStrategy>();
        if (file.Require("strategies") is { } member && FileObject.Of(member.Value, "\"strategies\"", problems) is { } all)
        {
            if (all.Members.Count == 0)
            {
                problems.Add(new FileProblem(FileProblemIds.Missing, all.Range, "\"strategies\" declares none: it has a key for each, its name."));
            }

            strategies.AddRange(all.Members.Select(strategy => Strategy(strategy, problems)));
        }

        file.RefuseOthers();
        return new StrategyFileText(modelName, model?.Value.Range ?? new TextRange(root.Range.Start, 1), spaceName, strategies, InOrder(problems));

        string? Name(FileObject owner, JsonMember? named)
        {
            if (owner.TakeText(named) is not { } found)
            {
                return null;
            }

            if (found.Split('.').All(IsIdentifier))
            {
                return found;
            }

            problems.Add(new FileProblem(FileProblemIds.Name, named!.Value.Range, $"\"{found}\" is no name of a {(named.Name == "model" ? "class, with its namespace" : "namespace")}, like \"Application.Models\"."));
            return null;
        }
    }

    private static IReadOnlyList<FileProblem> InOrder(List<FileProblem> problems) => [.. problems.OrderBy(problem => problem.Range.Start)];

    private static FileStrategy Strategy(JsonMember member, List<FileProblem> problems)
    {
        var before = problems.Count;
        if (!IsIdentifier(member.Name))
        {
            problems.Add(new FileProblem(FileProblemIds.Name, member.NameRange, $"\"{member.Name}\" is no name of a class: it begins with a letter, and has letters, digits and underscores."));
        }

        var (lora, tuned, frozen, options) = ((FileLora?)null, new List<FileRole>(), new List<string>(), new FileOptions());
        if (FileObject.Of(member.Value, $"The strategy \"{member.Name}\"", problems) is { } strategy)
        {
            lora = Lora(strategy, problems);
            if (strategy.Require("tune") is { } tune && FileObject.Of(tune.Value, "\"tune\"", problems) is { } roles)
            {
                Tune(roles, tuned, problems);
            }

            Freeze(strategy, frozen, tuned, problems);
            options = Options(strategy, problems);
            strategy.RefuseOthers();
        }

        return new FileStrategy(member.Name, member.NameRange, lora, tuned, frozen, options, problems.Count == before);
    }

    private static FileLora? Lora(FileObject strategy, List<FileProblem> problems)
    {
        if (strategy.Take("lora") is not { } member || FileObject.Of(member.Value, "\"lora\"", problems) is not { } lora)
        {
            return null;
        }

        var rank = lora.TakeInteger("rank", static value => value > int.MaxValue ? $"Rank is {value}; no matrix is so large." : StrategyRules.Rank((int)Math.Max(value, int.MinValue)));
        var found = new FileLora(
            (int)(rank ?? 8), lora.TakeNumber("alpha", StrategyRules.Alpha) ?? 8, lora.TakeNumber("dropout", StrategyRules.Dropout) ?? 0,
            lora.Take("rank")?.Value.Range ?? member.NameRange);
        lora.RefuseOthers();
        return found;
    }

    private static void Tune(FileObject roles, List<FileRole> tuned, List<FileProblem> problems)
    {
        foreach (var role in Roles)
        {
            if (roles.Take(role) is not { } member)
            {
                continue;
            }

            foreach (var part in member.Value.Kind == JsonKind.Array ? member.Value.Items : [member.Value])
            {
                if (FileObject.Of(part, $"What \"{role}\" is tuned with", problems) is { } numbers && Role(role, member, numbers) is { } found)
                {
                    if (tuned.Any(other => other.Role == role && Overlap(other, found)))
                    {
                        problems.Add(new FileProblem(FileProblemIds.Contradiction, part.Range, $"{role} is tuned twice in some layer. Give it one set of numbers, or disjoint layers."));
                    }

                    tuned.Add(found);
                }
            }
        }

        roles.RefuseOthers();
        if (roles.Members.Count == 0)
        {
            problems.Add(new FileProblem(FileProblemIds.Missing, roles.Range, "\"tune\" names no projection: its keys are Q, K and V."));
        }
    }

    private static FileRole? Role(string role, JsonMember member, FileObject numbers)
    {
        var lrScale = numbers.TakeNumber("lrScale", StrategyRules.LrScale) ?? 1;
        var weightDecay = numbers.TakeNumber("weightDecay", StrategyRules.WeightDecay) ?? double.NaN;
        var layers = numbers.Take("layers");
        var selection = numbers.TakeText(layers) ?? LayerSelection.Every;
        numbers.RefuseOthers();
        return layers is null || numbers.Holds(StrategyRules.Layers(selection), layers.Value) ? new FileRole(role, lrScale, weightDecay, selection, member.NameRange) : null;
    }

    private static bool Overlap(FileRole one, FileRole other) => LayerSelection.Parse(one.Layers).Selection!.Overlaps(LayerSelection.Parse(other.Layers).Selection!);

    private static void Freeze(FileObject strategy, List<string> frozen, List<FileRole> tuned, List<FileProblem> problems)
    {
        if (strategy.Take("freeze") is not { } member)
        {
            return;
        }

        if (member.Value.Kind != JsonKind.Array)
        {
            FileObject.Wrong(member.Value, "\"freeze\" is a list of projections: [\"K\"].", problems);
            return;
        }

        foreach (var item in member.Value.Items)
        {
            if (item.Kind != JsonKind.Text || !Roles.Contains(item.Text))
            {
                FileObject.Wrong(item, "A projection is \"Q\", \"K\" or \"V\".", problems);
            }
            else if (frozen.Contains(item.Text))
            {
                problems.Add(new FileProblem(FileProblemIds.Contradiction, item.Range, $"{item.Text} is frozen twice."));
            }
            else if (tuned.Any(role => role.Role == item.Text))
            {
                problems.Add(new FileProblem(FileProblemIds.Contradiction, item.Range, $"{item.Text} is tuned and frozen. Remove one of the two."));
            }
            else
            {
                frozen.Add(item.Text);
            }
        }
    }

    private static FileOptions Options(FileObject strategy, List<FileProblem> problems)
    {
        if (strategy.TakeObject("options") is not { } options)
        {
            return new FileOptions();
        }

        var unclipped = options.Take("maxGradientNorm")?.Value.Kind == JsonKind.Null;
        var found = new FileOptions
        {
            LearningRate = options.TakeNumber("learningRate", OptionsRules.LearningRate),
            WeightDecay = options.TakeNumber("weightDecay", OptionsRules.WeightDecay),
            Beta1 = options.TakeNumber("beta1", static value => OptionsRules.Beta("Beta1", value)),
            Beta2 = options.TakeNumber("beta2", static value => OptionsRules.Beta("Beta2", value)),
            Epsilon = options.TakeNumber("epsilon", OptionsRules.Epsilon),
            IsUnclipped = unclipped,
            MaxGradientNorm = unclipped ? null : options.TakeNumber("maxGradientNorm", OptionsRules.MaxGradientNorm),
            Seed = options.TakeInteger("seed", static _ => null),
            Schedule = Schedule(options, problems),
        };
        options.RefuseOthers();
        return found;
    }

    private static FileSchedule? Schedule(FileObject options, List<FileProblem> problems)
    {
        if (options.TakeObject("schedule") is not { } schedule)
        {
            return null;
        }

        var kind = schedule.Require("kind");
        var name = schedule.TakeText(kind);
        var total = name is "linear" or "cosine" ? schedule.Require("total") : schedule.Take("total");
        var updates = schedule.TakeInteger("total", OptionsRules.Total) ?? 1;
        var warmUp = schedule.TakeInteger("warmUp", OptionsRules.WarmUp) ?? 0;
        schedule.RefuseOthers();
        if (name is not null && name is not ("constant" or "linear" or "cosine"))
        {
            FileObject.Wrong(kind!.Value, "\"kind\" is \"constant\", \"linear\" or \"cosine\".", problems);
            return null;
        }

        if (name != "constant" && total is not null && warmUp >= updates && schedule.Take("warmUp") is { } tooLong)
        {
            schedule.Holds($"The warm-up of {warmUp} updates does not end within the run of {updates}.", tooLong.Value);
        }

        return name is null ? null : new FileSchedule(name, updates, warmUp);
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(character => char.IsLetterOrDigit(character) || character == '_');
}
