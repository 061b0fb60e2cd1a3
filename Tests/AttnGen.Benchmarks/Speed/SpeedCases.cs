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
        new WholeStep("step-minilm", "MiniLM's shape", Encoders.MiniLm, rounds: 9, half: 1.3, python: true),
        new PartialStep(),
        new WholeStep("step-roberta", "RoBERTa-base's shape", Encoders.RobertaBase, rounds: 3, half: 1, python: false),
        new StepMemory("memory-minilm", "MiniLM's shape", Encoders.MiniLm, steps: 12),
        new StepMemory("memory-roberta", "RoBERTa-base's shape", Encoders.RobertaBase, steps: 4),
    ];
}
