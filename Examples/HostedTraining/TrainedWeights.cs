using System.Security.Cryptography;
using System.Text;
using AttnGen;
using TorchSharp;

namespace HostedTraining;

/// <summary>A fingerprint of what a session trained.</summary>
internal static class TrainedWeights
{
    /// <summary>SHA-256 over paths and values, in the groups' order.</summary>
    public static string Fingerprint(TuningSession tuning)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var scope = torch.NewDisposeScope();
        foreach (var tuned in tuning.Groups.SelectMany(group => group.TunedParameters))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(tuned.Path));
            hash.AppendData(tuned.Parameter.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
