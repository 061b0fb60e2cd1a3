namespace AttnGen.Training;

/// <summary>What an evaluation found.</summary>
/// <param name="Loss">The mean loss of the examples.</param>
/// <param name="Metrics">The metrics by name; <c>accuracy</c> for classification.</param>
/// <param name="Examples">The number of examples.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record EvaluationResult(double Loss, IReadOnlyDictionary<string, double> Metrics, long Examples, double Seconds)
{
    /// <summary>What the model gave for each example, in the order of the data, as <see cref="Evaluation.Predict"/> gives it; null where it was not kept.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<float[]>? Predictions { get; init; }

    /// <summary>The share of correct examples, 0 to 1; null where it was not measured.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? Accuracy => Metrics.TryGetValue("accuracy", out double accuracy) ? accuracy : null;
}
