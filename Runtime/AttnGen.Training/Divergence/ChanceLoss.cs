namespace AttnGen.Training;

/// <summary>The loss of a model that has learned nothing but the labels themselves.</summary>
public static class ChanceLoss
{
    /// <summary>
    /// For classes the entropy of their frequencies in nats, <c>-sum p ln p</c> (ln 2 for two equally frequent ones), which is what cross entropy comes to; for scores
    /// their variance, which is what the mean squared error comes to.
    /// </summary>
    /// <param name="data">The training data.</param>
    public static double Of(TextDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Classes is null)
        {
            double mean = data.Average(example => (double)example.Label.Score);
            return data.Average(example => (example.Label.Score - mean) * (example.Label.Score - mean));
        }

        return data.CountBy(example => example.Label.Class).Select(each => (double)each.Value / data.Count).Sum(share => -share * Math.Log(share));
    }
}
