namespace AttnGen;

/// <summary>Where a run was when its state was saved.</summary>
/// <param name="StepCount">The updates made.</param>
/// <param name="SamplerState">What the caller gave with the state: the position in the data, for example.</param>
public sealed record RunState(long StepCount, string? SamplerState);
