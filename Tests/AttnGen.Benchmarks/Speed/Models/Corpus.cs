using System.Text.Json;
using AttnGen.Training;

namespace AttnGen.Benchmarks.Speed.Models;

/// <summary>Real texts with their labels; every process gets the same ones of them.</summary>
/// <param name="missing">Why they cannot be had, or null.</param>
/// <param name="read">Reads all of them.</param>
internal sealed class Corpus(Func<string?> missing, Func<IEnumerable<(string Text, int Label)>> read)
{
    private const string DataVariable = "ATTNGEN_DATA";

    /// <summary>The sentences of SST-2's official training part.</summary>
    public static Corpus Sst2 { get; } = new(
        () => SstFile is { } file && File.Exists(file) ? null : $"SST-2 is not there: {DataVariable} names a folder with glue/SST-2/train.tsv.",
        () => File.ReadLines(SstFile!).Skip(1).Select(line => line.Split('\t')).Select(cells => (cells[1], int.Parse(cells[0]))));

    /// <summary>The IMDB reviews.</summary>
    public static Corpus Imdb { get; } = new(() => BenchmarkAssets.ReviewsMissing, ReadReviews);

    public string? Missing => BenchmarkAssets.TokenizerMissing ?? missing();

    private static string? SstFile => Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? Path.Combine(folder, "glue", "SST-2", "train.tsv") : null;

    /// <summary>Some of the texts, drawn by a fixed seed.</summary>
    public IReadOnlyList<(string Text, int Label)> Take(int count)
    {
        var all = read().ToList();
        return [.. new SeededRandom(1).Permutation(all.Count).Take(count).Select(index => all[index])];
    }

    private static IEnumerable<(string Text, int Label)> ReadReviews()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(BenchmarkAssets.Reviews));
        foreach (var review in document.RootElement.EnumerateArray())
        {
            yield return (review.GetProperty("t").GetString()!, review.GetProperty("s").GetInt32());
        }
    }
}
