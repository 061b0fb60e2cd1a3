using System.Text.Json;
using AttnGen.Training;

namespace ImdbSentiment;

/// <summary>The reviews, and the one split that every run uses: a seeded stratified draw of the distinct ones, the test part first.</summary>
internal sealed class Reviews
{
    private const long SplitSeed = 2410_02247;

    private readonly IReadOnlyList<(string Text, int Label)> distinct;

    private Reviews(IReadOnlyList<(string, int)> distinct) => this.distinct = distinct;

    /// <summary>Reads a JSON array of <c>{"t": text, "s": 0 or 1}</c>.</summary>
    /// <exception cref="InvalidDataException">The file is something else, or has no reviews.</exception>
    public static Reviews Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            var reviews = document.RootElement.EnumerateArray().Select((review, index) => (Text: review.GetProperty("t").GetString() ?? "", Label: Label(review, index, path)));
            List<(string, int)> distinct = [.. reviews.DistinctBy(review => review.Text)];
            return distinct.Count > 0 ? new Reviews(distinct) : throw new InvalidDataException($"'{path}' has no reviews.");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a JSON array of reviews {{\"t\": text, \"s\": 0 or 1}}: {problem.Message}", problem);
        }
    }

    /// <summary>Draws the test and the training part. The test part is the same for every number of training reviews.</summary>
    /// <exception cref="InvalidDataException">There are fewer reviews than asked for.</exception>
    public (ReviewPart Train, ReviewPart Test) Split(int train, int test)
    {
        if ((long)train + test > distinct.Count)
        {
            throw new InvalidDataException($"{train} reviews to train and {test} to test are more than the {distinct.Count} distinct ones that there are. Ask for fewer.");
        }

        int[] labels = [.. distinct.Select(review => review.Label)];
        var testing = StratifiedSplit.Of(labels, SplitSeed, test)[0];
        HashSet<int> taken = [.. testing];
        int[] rest = [.. Enumerable.Range(0, distinct.Count).Where(index => !taken.Contains(index))];
        var training = StratifiedSplit.Of([.. rest.Select(index => labels[index])], SplitSeed + 1, train)[0].Select(index => rest[index]);
        return (Part(training), Part(testing));
    }

    private ReviewPart Part(IEnumerable<int> indices) => new([.. indices.Select(index => distinct[index])]);

    private static int Label(JsonElement review, int index, string path) =>
        review.GetProperty("s").GetInt32() is var label and (0 or 1)
            ? label
            : throw new InvalidDataException($"'{path}': review {index} has the label {review.GetProperty("s").GetRawText()}; a label is 0 (negative) or 1 (positive).");
}
