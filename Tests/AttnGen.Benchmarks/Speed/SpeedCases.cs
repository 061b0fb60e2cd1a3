using AttnGen.Benchmarks.Speed.Cases;
using AttnGen.Benchmarks.Speed.Models;

namespace AttnGen.Benchmarks.Speed;

/// <summary>All cases, in the table's order.</summary>
internal static class SpeedCases
{
    public static IReadOnlyList<ISpeedCase> All { get; } =
    [
        new AdamWLora(),
        new StepLora(),
        new AdamWFull(),
        new AdamWFullMemory(),
        new ProjectionPasses(),
        new FrozenLayouts(),
        new CopiedSteps(),
        new WholeStep("step-minilm", "MiniLM's shape", Encoders.MiniLm, rounds: 9, half: 1.3, python: true),
        new PartialStep(),
        new KeptMemory(),
        new WholeStep("step-roberta", "RoBERTa-base's shape", Encoders.RobertaBase, rounds: 3, half: 1, python: false),
        new StepMemory("memory-minilm", "MiniLM's shape", Encoders.MiniLm, steps: 12),
        new StepMemory("memory-roberta", "RoBERTa-base's shape", Encoders.RobertaBase, steps: 4),
        new TextEpoch("epoch-sst2", "sentences of SST-2", Corpus.Sst2, count: 2000, length: 128, budget: 256, bound: 2.5),
        new TextEpoch("epoch-imdb", "IMDB reviews of at most 512 tokens", Corpus.Imdb, count: 128, length: 512, budget: 4096, bound: 2),
        new CheckpointLoading(),
        new TextPreparation(),
        new MainJob(),
        new StartUp(),
    ];
}
