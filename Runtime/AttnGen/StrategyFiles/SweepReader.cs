using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen.StrategyFiles;

/// <summary>Reads what a file says to run. The generator compiles this file too.</summary>
internal static class SweepReader
{
    private const string Key = "sweep";
    private const string Tasks = "tasks";
    private const string Strategies = "strategies";
    private const string LearningRates = "learningRates";
    private const string Lambdas = "lambdas";
    private const string Ranks = "ranks";
    private const string Seeds = "seeds";

    /// <summary>The sweep of a file, or null where it has none; problems are added to the list.</summary>
    public static FileSweep? Read(FileObject file, IReadOnlyList<FileStrategy> strategies, List<FileProblem> problems)
    {
        if (file.Take(Key) is not { } member || FileObject.Of(member.Value, $"\"{Key}\"", problems) is not { } sweep)
        {
            return null;
        }

        var found = new FileSweep
        {
            Tasks = sweep.TakeList(sweep.Require(Tasks), "texts: [\"SST-2\", \"RTE\"]", Task),
            LearningRates = sweep.TakeList(sweep.Require(LearningRates), "numbers: [1e-4, 3e-4]", node => sweep.Number(node, ItemOf(LearningRates), OptionsRules.LearningRate)),
            Lambdas = sweep.TakeList(sweep.Take(Lambdas), "numbers: [1, 4]", node => sweep.Number(node, ItemOf(Lambdas), StrategyRules.LrScale)),
            Ranks = sweep.TakeList(sweep.Take(Ranks), "whole numbers: [4, 8]", node => sweep.Integer(node, ItemOf(Ranks), StrategyReader.RankRule) is { } rank ? new FileItem<int>((int)rank.Value, rank.Range) : null),
            Seeds = sweep.TakeList(sweep.Take(Seeds), "whole numbers: [1, 2, 3]", node => sweep.Integer(node, ItemOf(Seeds), static _ => null)),
            Strategies = sweep.Take(Strategies) is { } named ? Named(named) : strategies,
        };
        sweep.RefuseOthers();
        RefuseWhatNobodyHas(sweep.Take(Ranks), found.Ranks.Count, static strategy => strategy.HasRank, "\"ranks\" are those of adapters, and no strategy of the sweep has any. Give one \"lora\" or \"dora\", or remove them.");
        RefuseWhatNobodyHas(sweep.Take(Lambdas), found.Lambdas.Count, static strategy => strategy.TunesValue, "\"lambdas\" are factors on V's rate, and no strategy of the sweep tunes V. Tune it in one, or remove them.");
        return found;

        FileItem<string>? Task(JsonNode node)
        {
            if (node.AsText is { } task && !string.IsNullOrWhiteSpace(task))
            {
                return new FileItem<string>(task, node.Range);
            }

            FileObject.Wrong(node, "A task is a text in double quotes, as the program names it.", problems);
            return null;
        }

        IReadOnlyList<FileStrategy> Named(JsonMember list) =>
        [
            .. sweep.TakeList(list, "names: [\"Qv\", \"Qkv\"]", Name, file.NameComparer)
                .GroupBy(name => name.Value, file.NameComparer)
                .Select(same => NamedStrategy.Find("The sweep", same.Key, same.First().Range, strategies, file.NameComparer, problems))
                .OfType<FileStrategy>(),
        ];

        FileItem<string>? Name(JsonNode node)
        {
            if (node.AsText is { } name)
            {
                return new FileItem<string>(name, node.Range);
            }

            FileObject.Wrong(node, "A strategy of the sweep is the name of one, in double quotes.", problems);
            return null;
        }

        void RefuseWhatNobodyHas(JsonMember? list, int count, Func<FileStrategy, bool> has, string message)
        {
            // A strategy that is wrong may be meant to have it.
            if (count > 0 && found.Strategies.Count > 0 && found.Strategies.All(strategy => strategy.IsSound && !has(strategy)))
            {
                problems.Add(new FileProblem(FileProblemIds.Contradiction, list!.NameRange, message));
            }
        }
    }

    private static string ItemOf(string list) => $"An item of \"{list}\"";
}
