using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>Reads one strategy of a file. The generator compiles this file too.</summary>
internal sealed class StrategyReader
{
    private static readonly string[] Roles = ["Q", "K", "V"];

    private readonly List<FileProblem> problems;
    private readonly List<FileRole> tuned = [];
    private readonly List<string> frozen = [];
    private readonly Dictionary<string, TextRange> places = new(StringComparer.Ordinal);
    private bool freezesHead;

    private StrategyReader(List<FileProblem> problems) => this.problems = problems;

    /// <summary>The strategy of a key; problems are added to the list.</summary>
    public static FileStrategy Read(JsonMember member, List<FileProblem> problems) => new StrategyReader(problems).Strategy(member);

    /// <summary>Why a number is no rank, or null.</summary>
    public static string? RankRule(long value) => value > int.MaxValue ? $"Rank is {value}; no matrix is so large." : StrategyRules.Rank((int)Math.Max(value, int.MinValue));

    private FileStrategy Strategy(JsonMember member)
    {
        var before = problems.Count;
        if (!StrategyFileReader.IsIdentifier(member.Name))
        {
            problems.Add(new FileProblem(FileProblemIds.Name, member.NameRange, $"\"{member.Name}\" is no name of a class: it begins with a letter, and has letters, digits and underscores."));
        }

        var (lowRank, head, options, grouping) = ((FileLowRank?)null, (FileHead?)null, new FileOptions(), (JsonMember?)null);
        if (FileObject.Of(member.Value, $"The strategy \"{member.Name}\"", problems) is { } strategy)
        {
            lowRank = LowRank(strategy);
            head = Head(strategy);
            Tune(strategy);
            Freeze(strategy, head);
            grouping = Grouping(strategy, head);
            options = Options(strategy);
            strategy.RefuseOthers();
        }

        return new FileStrategy(member.Name, member.NameRange, lowRank, tuned, frozen, head, freezesHead, options, places, problems.Count == before)
        {
            IsPaper = grouping?.Value.Text == GroupingRules.Paper,
            GroupingRange = grouping?.Value.Range ?? member.NameRange,
        };
    }

    private FileLowRank? LowRank(FileObject strategy)
    {
        FileLowRank? found = null;
        JsonMember? first = null;
        foreach (var kind in LowRankKinds.All)
        {
            if (strategy.Take(kind.Key()) is { } member)
            {
                if (first is not null)
                {
                    problems.Add(new FileProblem(FileProblemIds.Contradiction, member.NameRange, $"The method is declared twice: \"{first.Name}\" and \"{member.Name}\". Remove one of the two."));
                }

                first ??= member;
                found ??= LowRank(kind, member);
            }
        }

        return found;
    }

    private FileLowRank? LowRank(LowRankKind kind, JsonMember member)
    {
        if (FileObject.Of(member.Value, $"\"{member.Name}\"", problems) is not { } numbers)
        {
            return null;
        }

        var rank = Integer(numbers, NumberNames.Rank, RankRule);
        var found = new FileLowRank(
            kind, (int)(rank ?? 8), Number(numbers, NumberNames.Alpha, StrategyRules.Alpha) ?? 8, Number(numbers, NumberNames.Dropout, StrategyRules.Dropout) ?? 0,
            numbers.Take(NumberNames.Rank)?.Value.Range ?? member.NameRange);
        numbers.RefuseOthers();
        return found;
    }

    private FileHead? Head(FileObject strategy)
    {
        if (strategy.Take(NumberNames.Head) is not { } member || FileObject.Of(member.Value, $"\"{NumberNames.Head}\"", problems) is not { } head)
        {
            return null;
        }

        var found = new FileHead(LrScale(head, NumberNames.Head), WeightDecay(head, NumberNames.Head), member.NameRange);
        head.RefuseOthers();
        return found;
    }

    private JsonMember? Grouping(FileObject strategy, FileHead? head)
    {
        var member = strategy.Take("grouping");
        if (strategy.TakeText(member) is not { } found)
        {
            return null;
        }

        if (found is not (GroupingRules.Strict or GroupingRules.Paper))
        {
            FileObject.NoneOf(member!.Value, $"\"grouping\" is \"{GroupingRules.Strict}\" or \"{GroupingRules.Paper}\".", problems, GroupingRules.Strict, GroupingRules.Paper);
            return null;
        }

        var wrong = found == GroupingRules.Strict ? null
            : GroupingRules.Roles(tuned.Select(role => (role.Role, role.Layers))) ?? (head is null ? null : GroupingRules.Head(head.LrScale ?? 1, head.WeightDecay ?? double.NaN));
        if (wrong is not null)
        {
            problems.Add(new FileProblem(FileProblemIds.Contradiction, member!.Value.Range, wrong));
        }

        return member;
    }

    private void Tune(FileObject strategy)
    {
        // A strategy that trains the head alone says so; one that names nothing at all was left unfinished.
        var member = strategy.Take(NumberNames.Head) is null ? strategy.Require("tune") : strategy.Take("tune");
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

    private FileRole? Role(string role, JsonMember member, FileObject numbers)
    {
        var layers = numbers.Take("layers");
        var written = numbers.TakeText(layers);
        var selection = written ?? LayerSelection.Every;
        var group = NumberNames.Group(role, selection);
        var lrScale = LrScale(numbers, group) ?? 1;
        var weightDecay = WeightDecay(numbers, group) ?? double.NaN;
        numbers.RefuseOthers();
        return layers is null || (written is not null && numbers.Holds(StrategyRules.Layers(written), layers.Value)) ? new FileRole(role, lrScale, weightDecay, selection, member.NameRange) : null;
    }

    private static bool Overlap(FileRole one, FileRole other) => LayerSelection.Parse(one.Layers).Selection!.Overlaps(LayerSelection.Parse(other.Layers).Selection!);

    private void Freeze(FileObject strategy, FileHead? head)
    {
        if (strategy.Take("freeze") is not { } member)
        {
            return;
        }

        if (!member.Value.IsArray)
        {
            FileObject.Wrong(member.Value, $"\"freeze\" is a list: [\"K\", \"{NumberNames.Head}\"].", problems);
            return;
        }

        foreach (var item in member.Value.Items)
        {
            if (item.AsText is not { } named || !(Roles.Contains(named) || named == NumberNames.Head))
            {
                FileObject.NoneOf(item, $"What is frozen is \"Q\", \"K\", \"V\" or \"{NumberNames.Head}\".", problems, [.. Roles, NumberNames.Head]);
            }
            else if (Contradiction(named, head) is { } wrong)
            {
                problems.Add(new FileProblem(FileProblemIds.Contradiction, item.Range, wrong));
            }
            else if (named == NumberNames.Head)
            {
                freezesHead = true;
            }
            else
            {
                frozen.Add(named);
            }
        }
    }

    private string? Contradiction(string named, FileHead? head)
    {
        if (named == NumberNames.Head)
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

        var norm = options.Take(NumberNames.MaxGradientNorm)?.Value;
        var unclipped = norm?.IsNull is true;
        if (unclipped)
        {
            places[NumberNames.MaxGradientNorm] = norm!.Range;
        }

        var found = new FileOptions
        {
            LearningRate = Number(options, NumberNames.LearningRate, OptionsRules.LearningRate),
            WeightDecay = Number(options, NumberNames.WeightDecay, OptionsRules.WeightDecay),
            Beta1 = Number(options, NumberNames.Beta1, static value => OptionsRules.Beta("Beta1", value)),
            Beta2 = Number(options, NumberNames.Beta2, static value => OptionsRules.Beta("Beta2", value)),
            Epsilon = Number(options, NumberNames.Epsilon, OptionsRules.Epsilon),
            IsUnclipped = unclipped,
            MaxGradientNorm = unclipped ? null : Number(options, NumberNames.MaxGradientNorm, OptionsRules.MaxGradientNorm),
            Seed = Integer(options, NumberNames.Seed, static _ => null),
            Schedule = Schedule(options),
        };
        options.RefuseOthers();
        return found;
    }

    private FileSchedule? Schedule(FileObject options)
    {
        if (options.TakeObject(NumberNames.Schedule) is not { } schedule)
        {
            return null;
        }

        var kind = schedule.Require("kind");
        var name = schedule.TakeText(kind);
        if (name is "linear" or "cosine")
        {
            schedule.Require(NumberNames.Total);
        }

        var updates = Integer(schedule, NumberNames.Total, OptionsRules.Total, NumberNames.Schedule);
        var warmUp = Integer(schedule, NumberNames.WarmUp, OptionsRules.WarmUp, NumberNames.Schedule);
        schedule.RefuseOthers();
        if (name is not null && name is not ("constant" or "linear" or "cosine"))
        {
            FileObject.NoneOf(kind!.Value, "\"kind\" is \"constant\", \"linear\" or \"cosine\".", problems, "constant", "linear", "cosine");
            return null;
        }

        // What could not be read is reported, and ends neither early nor late.
        if (name != "constant" && warmUp >= updates)
        {
            schedule.Holds($"The warm-up of {warmUp} updates does not end within the run of {updates}.", schedule.Take(NumberNames.WarmUp)!.Value);
        }

        if (name is null)
        {
            return null;
        }

        places[NumberNames.Schedule] = kind!.Value.Range;
        return new FileSchedule(name, updates ?? 1, warmUp ?? 0);
    }

    private double? LrScale(FileObject owner, string group) => Number(owner, NumberNames.LrScale, StrategyRules.LrScale, group);

    private double? WeightDecay(FileObject owner, string group) => Number(owner, NumberNames.WeightDecay, StrategyRules.WeightDecay, group);

    private double? Number(FileObject owner, string key, Func<double, string?> rule, string? group = null) => Placed(owner, key, group, owner.TakeNumber(key, rule));

    private long? Integer(FileObject owner, string key, Func<long, string?> rule, string? group = null) => Placed(owner, key, group, owner.TakeInteger(key, rule));

    private T? Placed<T>(FileObject owner, string key, string? group, T? value)
        where T : struct
    {
        if (value is not null)
        {
            places[group is null ? key : NumberNames.Of(group, key)] = owner.Take(key)!.Value.Range;
        }

        return value;
    }
}
