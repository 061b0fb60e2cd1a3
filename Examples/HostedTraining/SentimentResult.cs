using System.Text.Json.Nodes;
using AttnGen.Files;

namespace HostedTraining;

/// <summary>What a finished run found; its file says that the run is finished.</summary>
/// <param name="Steps">The number of steps.</param>
/// <param name="Accuracy">On the test part.</param>
/// <param name="Loss">On the test part.</param>
/// <param name="Weights">The SHA-256 of the trained weights: equal for runs that are equal bit for bit.</param>
internal sealed record SentimentResult(long Steps, double Accuracy, double Loss, string Weights)
{
    public void Save(string path) => AtomicFile.WriteText(path, new JsonObject
    {
        ["steps"] = Steps,
        ["accuracy"] = Accuracy,
        ["loss"] = Loss,
        ["weights"] = Weights,
    }.ToJsonString() + "\n");
}
