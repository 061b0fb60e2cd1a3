using System.Text.Json.Nodes;
using AttnGen.Benchmarks.Speed.Models;
using AttnGen.Tests.Shared;

namespace AttnGen.Benchmarks.Speed.Cases;

/// <summary>The whole main job, <c>Examples/ImdbSentiment</c> with its defaults, and how much of it waited for texts to be read and tokenized, and for batches.</summary>
internal sealed class MainJob : ISpeedCase
{
    public string Name => "main-job";

    public string Unit => "s";

    public bool DependsOnThreads => false;

    public string? Missing => Corpus.Imdb.Missing;

    public IReadOnlyList<SpeedTarget> Targets { get; } = [new("the main job's wait for texts and batches, a part of it", "wait", "whole", SpeedDirection.Share, 0.01)];

    public void Measure(string part, SpeedScale scale, SpeedSample sample)
    {
        using var directory = new OwnDirectory();
        string[] size = scale == SpeedScale.Full ? [] : ["--samples", "16", "--test-samples", "16", "--length", "16"];
        var run = ProcessRun.In("", ExamplePrograms.PathOf("ImdbSentiment"), ["--output", directory.Path, .. size], Timeout.InfiniteTimeSpan).GetAwaiter().GetResult();
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"The main job ended with {run.ExitCode}: {run.Errors}");
        }

        var result = JsonNode.Parse(File.ReadAllText(Path.Combine(directory.Path, "run.json")))!["results"]!;
        sample.Add("whole", [(double)result["seconds"]!]);
        sample.Add("wait", [(double)result["dataWaitSeconds"]!]);
        sample.Note("accuracy", $"{result["accuracy"]}");
    }
}
