namespace AttnGen.Gpu.Measurements;

/// <summary>What a process that trains writes, a line each, so that what came before a failure is kept; between them the milliseconds of each step.</summary>
internal sealed record StepReport
{
    /// <summary>The version of the library that computes.</summary>
    public string? Library { get; init; }

    /// <summary>The GPU's name, or <c>cpu</c>.</summary>
    public string? Device { get; init; }

    /// <summary>Trained elements.</summary>
    public long? Trained { get; init; }

    /// <summary>The last loss.</summary>
    public double? Loss { get; init; }

    /// <summary>The most megabytes taken.</summary>
    public double? Memory { get; init; }

    /// <summary>The kernels that a step launches.</summary>
    public long? Launches { get; init; }

    /// <summary>Why they were not counted.</summary>
    public string? LaunchesProblem { get; init; }

    /// <summary>Both together, the other's where it has something.</summary>
    public StepReport With(StepReport other) => new()
    {
        Library = other.Library ?? Library,
        Device = other.Device ?? Device,
        Trained = other.Trained ?? Trained,
        Loss = other.Loss ?? Loss,
        Memory = other.Memory ?? Memory,
        Launches = other.Launches ?? Launches,
        LaunchesProblem = other.LaunchesProblem ?? LaunchesProblem,
    };
}
