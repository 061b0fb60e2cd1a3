using System.Text.Json;

namespace AttnGen.Training;

/// <summary>A place in the sequence of batches, from which exactly the remaining batches follow.</summary>
/// <param name="Seed">The seed of the order.</param>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Position">The batch within the epoch that comes next, counted from 0.</param>
/// <param name="Plan">A fingerprint of what else decides the order (the lengths and number of the examples, the options); a state of another plan is refused.</param>
public sealed record SamplerState(long Seed, int Epoch, int Position, string Plan)
{
    /// <summary>One line of JSON, equal in every culture.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Compact.SamplerState);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidDataException">It is not a sampler's state.</exception>
    public static SamplerState FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, TrainingJson.Compact.SamplerState) is { Epoch: >= 0, Position: >= 0, Plan: not null } state
                ? state
                : throw new InvalidDataException($"Not a sampler's state: epoch and position are not negative, and the plan is given, unlike in {json}");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"Not a sampler's state: {fault.Message}", fault);
        }
    }
}
