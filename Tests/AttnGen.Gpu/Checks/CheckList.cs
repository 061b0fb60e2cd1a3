using System.Diagnostics;
using TorchSharp;

namespace AttnGen.Gpu.Checks;

/// <summary>All checks.</summary>
internal static class CheckList
{
    public static IReadOnlyList<Check> All { get; } = [.. ProjectionChecks.All(), .. OptimizerChecks.All(), .. SessionChecks.All(), .. EncoderChecks.All()];

    /// <summary>Runs a check, whatever goes wrong in it.</summary>
    public static CheckResult Run(Check check, torch.Device device, ulong seed)
    {
        var began = Stopwatch.GetTimestamp();
        string? problem = null;
        try
        {
            using var inputs = new CheckInputs(device, seed);
            check.Run(inputs);
        }
        catch (CheckException wrong)
        {
            problem = wrong.Message;
        }
        catch (Exception failure)
        {
            problem = $"{failure.GetType().Name} (seed {seed}): {failure.Message}";
        }

        return new CheckResult(check.Name, problem, Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3));
    }
}
