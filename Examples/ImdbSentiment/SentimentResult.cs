using System.Text.Json.Nodes;

namespace ImdbSentiment;

/// <summary>What a run found.</summary>
/// <param name="Accuracy">On the test part.</param>
/// <param name="TestLoss">On the test part.</param>
/// <param name="TrainLoss">The mean of the last epoch, as far as this process trained; NaN where it resumed a run that had only to be measured.</param>
/// <param name="Trainable">Trained elements.</param>
/// <param name="AdapterElements">Those of them that are not the head's.</param>
/// <param name="ReloadedIdentical">Whether the saved adapter on a fresh base model gave the same numbers; null where there was no adapter.</param>
/// <param name="Seconds">Everything after the download: reading, tokenizing, training, evaluation, saving and reloading.</param>
/// <param name="DataWaitSeconds">How much of that the run waited for the reviews to be read and tokenized, and for batches.</param>
/// <param name="PeakMemoryBytes">Of the process.</param>
/// <param name="TrainFingerprint">Which reviews it learned from.</param>
/// <param name="TestFingerprint">Which reviews it was measured on.</param>
internal sealed record SentimentResult(
    double Accuracy, double TestLoss, double TrainLoss, long Trainable, long AdapterElements, bool? ReloadedIdentical,
    double Seconds, double DataWaitSeconds, long PeakMemoryBytes, string TrainFingerprint, string TestFingerprint)
{
    public JsonObject ToJson() => new()
    {
        ["accuracy"] = Accuracy,
        ["testLoss"] = TestLoss,
        ["trainLoss"] = double.IsNaN(TrainLoss) ? null : TrainLoss,
        ["trainable"] = Trainable,
        ["adapterElements"] = AdapterElements,
        ["reloadedIdentical"] = ReloadedIdentical,
        ["seconds"] = Math.Round(Seconds, 1),
        ["dataWaitSeconds"] = Math.Round(DataWaitSeconds, 3),
        ["peakMemoryBytes"] = PeakMemoryBytes,
        ["trainFingerprint"] = TrainFingerprint,
        ["testFingerprint"] = TestFingerprint,
    };
}
