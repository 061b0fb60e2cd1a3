using AttnGen.Benchmarks.Speed.Cases;

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
    ];
}
