using System.Text.Json.Serialization;

namespace AttnGen.Training;

/// <summary>How a cell ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SweepStatus>))]
public enum SweepStatus
{
    /// <summary>It ran to its end.</summary>
    Finished,

    /// <summary>It was stopped because it diverged; its reason says how.</summary>
    Diverged,
}
