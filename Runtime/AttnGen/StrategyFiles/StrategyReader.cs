using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>Reads one strategy of a file. The generator compiles this file too.</summary>
internal sealed class StrategyReader
{
    private const string HeadKey = "head";

    private static readonly string[] Roles = ["Q", "K", "V"];

    private readonly List<FileProblem> problems;
    private readonly List<FileRole> tuned = [];
    private readonly List<string> frozen = [];
    private bool freezesHead;

    private StrategyReader(List<FileProblem> problems) => this.problems = problems;

    /// <summary>The strategy of a key; problems are added to the list.</summary>
    public static FileStrategy Read(JsonMember member, List<FileProblem> problems) => new StrategyReader(problems).Strategy(member);

    private FileStrategy Strategy(JsonMember member)
    {
        var before = problems.Count;
        if (!StrategyFileReader.IsIdentifier(member.Name))
        {
            problems.Add(new FileProblem(FileProblemIds.Name, member.NameRange, $"\"{member.Name}\" is no name of a class: it begins with a letter, and has letters, digits and underscores."));
        }

        var (lora, head, options) = ((FileLora?)null, (FileHead?)null, new FileOptions());
        if (FileObject.Of(member.Value, $"The strategy \"{member.Name}\"", problems) is { } strategy)
        {
            lora = Lora(strategy);
            head = Head(strategy);
            Tune(strategy);
            Freeze(strategy, head);
            options = Options(strategy);
            strategy.RefuseOthers();
        }

        return new FileStrategy(member.Name, member.NameRange, lora, tuned, frozen, head, freezesHead, options, problems.Count == before);
    }

    private FileLora? Lora(FileObject strategy)
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

    private FileHead? Head(FileObject strategy)
    {
        if (strategy.Take(HeadKey) is not { } member || FileObject.Of(member.Value, $"\"{HeadKey}\"", problems) is not { } head)
        {
            return null;
        }

        var found = new FileHead(head.TakeNumber("lrScale", StrategyRules.LrScale), head.TakeNumber("weightDecay", StrategyRules.WeightDecay), member.NameRange);
        head.RefuseOthers();
        return found;
    }

    private void Tune(FileObject strategy)
    {
        // A strategy that trains the head alone says so; one that names nothing at all was left unfinished.
        var member = strategy.Take(HeadKey) is null ? strategy.Require("tune") : strategy.Take("tune");
        if (member is null || FileObject.Of(member.Value, "\"tune\"", problems) is not { } roles)
        {
            return;
        }

        foreach (var role in Roles)
        {
            if (roles.Take(role) is { } declared)
            {
                Tune(role, declared);
            }
        }

        roles.RefuseOthers();
        if (roles.Members.Count == 0)
        {
            problems.Add(new FileProblem(FileProblemIds.Missing, roles.Range, "\"tune\" names no projection: its keys are Q, K and V."));
        }
    }

    private void Tune(string role, JsonMember member)
    {
        if (member.Value is { Kind: JsonKind.Array, Items.Count: 0 })
        {
            problems.Add(new FileProblem(FileProblemIds.Missing, member.Value.Range, $"\"{role}\" is tuned with an empty list. Give it an object, or one for each selection of layers."));
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

    private void Freeze(FileObject strategy, FileHead? head)
    {
        if (strategy.Take("freeze") is not { } member)
        {
            return;
        }

        if (member.Value.Kind != JsonKind.Array)
        {
            FileObject.Wrong(member.Value, $"\"freeze\" is a list: [\"K\", \"{HeadKey}\"].", problems);
            return;
        }

        foreach (var item in member.Value.Items)
        {
            if (item.Kind != JsonKind.Text || !(Roles.Contains(item.Text) || item.Text == HeadKey))
            {
                FileObject.Wrong(item, $"What is frozen is \"Q\", \"K\", \"V\" or \"{HeadKey}\".", problems);
            }
            else if (Contradiction(item.Text, head) is { } wrong)
            {
                problems.Add(new FileProblem(FileProblemIds.Contradiction, item.Range, wrong));
            }
            else if (item.Text == HeadKey)
            {
                freezesHead = true;
            }
            else
            {
                frozen.Add(item.Text);
            }
        }
    }

    private string? Contradiction(string named, FileHead? head)
    {
        if (named == HeadKey)
        {
            return freezesHead ? "The head is frozen twice." : head is not null ? "The head is trained and frozen. Remove one of the two." : null;
        }

        return frozen.Contains(named) ? $"{named} is frozen twice." : tuned.Any(role => role.Role == named) ? $"{named} is tuned and frozen. Remove one of the two." : null;
    }

    private FileOptions Options(FileObject strategy)
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
            Schedule = Schedule(options),
        };
        options.RefuseOthers();
        return found;
    }

    private FileSchedule? Schedule(FileObject options)
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
}
