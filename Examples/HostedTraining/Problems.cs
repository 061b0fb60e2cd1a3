using System.Runtime.InteropServices;
using AttnGen;
using Microsoft.Extensions.Options;

namespace HostedTraining;

/// <summary>What a person did wrong, or what the world refused, is a message and an exit code; anything else is a defect and keeps its trace.</summary>
internal static class Problems
{
    public static bool AreTheUsers(Exception problem) => problem is IOException or UnauthorizedAccessException or InvalidDataException or TuningException or NonFiniteException
        or StrategyFileException or OptionsValidationException or ArgumentException or FormatException or InvalidOperationException or ExternalException;
}
