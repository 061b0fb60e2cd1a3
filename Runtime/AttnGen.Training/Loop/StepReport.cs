using System.Text.Json.Serialization;

namespace AttnGen.Training;

/// <summary>One step of the optimizer.</summary>
/// <param name="Step">Its number, counted from 1, also over resumed runs.</param>
/// <param name="Epoch">Its epoch, counted from 0.</param>
/// <param name="Loss">The mean loss of its examples.</param>
/// <param name="Rates">The rates of the groups that it used, in the groups' order.</param>
/// <param name="Examples">The number of its examples.</param>
/// <param name="Tokens">The number of their tokens, padding included.</param>
/// <param name="Seconds">How long it took, the waiting for its batch included.</param>
public sealed record StepReport(
    long Step,
    int Epoch,
    double Loss,
    [property: JsonConverter(typeof(GroupRatesConverter))] IReadOnlyList<GroupRate> Rates,
    int Examples,
    long Tokens,
    double Seconds)
{
    /// <summary>How much of <see cref="Seconds"/> it waited for its batches, which are made ahead on another thread; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WaitSeconds { get; init; }

    /// <summary>The global L2 norm of its gradients before clipping; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? GradientNorm { get; init; }

    /// <summary>The place of the next batch: what a state that is saved after this step carries; null where it is not known. Not part of a report.</summary>
    [JsonIgnore]
    public SamplerState? Next { get; init; }
}
