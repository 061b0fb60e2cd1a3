namespace AttnGen;

/// <summary>Where a run was when its state was saved.</summary>
/// <param name="StepCount">The updates made.</param>
/// <param name="SamplerState">What the caller gave with the state: the position in the data, for example.</param>
public sealed record RunState(long StepCount, string? SamplerState)
{
    /// <summary>Reads where the run of a state's file was, without a session and without loading anything.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RunStateException">It is no run state, or its description is damaged.</exception>
    /// <exception cref="Safetensors.SafetensorsException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RunState Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return RunStateFile.Read(path);
    }
}
