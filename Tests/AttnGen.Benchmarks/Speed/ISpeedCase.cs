namespace AttnGen.Benchmarks.Speed;

/// <summary>One thing that is measured, in several variants. A new one is a file in <c>Cases</c> and a line in <see cref="SpeedCases"/>.</summary>
internal interface ISpeedCase
{
    /// <summary>What <c>--case</c> and the results call it.</summary>
    string Name { get; }

    /// <summary>What its numbers are in: <c>ms</c>, <c>s</c>, <c>MB</c>.</summary>
    string Unit { get; }

    /// <summary>What is compared, and what must come out; each is a row of the table.</summary>
    IReadOnlyList<SpeedTarget> Targets { get; }

    /// <summary>What is measured in a process of its own; the variants of one part alternate in the same process.</summary>
    IReadOnlyList<string> Parts => ["all"];

    /// <summary>Whether the number of threads makes a difference.</summary>
    bool DependsOnThreads => true;

    /// <summary>
    /// Whether the process keeps the memory that its steps free, for every variant. <see cref="AttnGen.Training.TrainingLoop"/> does it for its users and a loop of
    /// TorchSharp's does not, so the ratios are the smaller ones; but how long fresh memory takes is up to the machine's other guests, and hides what is measured.
    /// </summary>
    bool KeepsMemory => false;

    /// <summary>What this machine lacks to measure it, or null.</summary>
    string? Missing => null;

    /// <summary>Measures one part, in a new process with the threads set.</summary>
    void Measure(string part, SpeedScale scale, SpeedSample sample);
}
