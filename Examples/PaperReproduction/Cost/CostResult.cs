using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AttnGen.Files;
using AttnGen.Training;

namespace PaperReproduction.Cost;

/// <summary>The measured costs, on what, and by which settings; the first strategy's time beside the second's.</summary>
internal sealed record CostResult(int Batch, int Length, JsonObject Settings, RunVersions Versions, IReadOnlyList<CostRow> Rows, TimeRatio Time)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web) { WriteIndented = true, NewLine = "\n", RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The settings that decide what a step costs.</summary>
    private static readonly string[] Compared = ["model", ReproductionOptions.ModelFingerprint, "length", "batch", "device", "precision", "products"];

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Format) + "\n");

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static CostResult Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<CostResult>(File.ReadAllText(path), Format) ?? throw new InvalidDataException($"'{path}' holds no costs.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"'{path}' holds no costs: {problem.Message}", problem);
        }
    }

    /// <summary>Whether they were measured with what the cells ran with: another model's or device's costs are not theirs.</summary>
    public bool BelongTo(SweepResult cell) => Compared.All(name => JsonNode.DeepEquals(Settings[name], cell.Settings[name]));

    public void Write(TextWriter writer)
    {
        foreach (CostRow row in Rows)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Strategy}: {row.ProjectionBytes:N0} bytes of adapters, {row.OptimizerBytes:N0} of optimizer state, {1 / row.SecondsPerStep:F2} steps a second ({row.SecondsPerStep * 1000:F0} ms, {row.Least * 1000:F0} to {row.Most * 1000:F0})"));
        }

        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rows[0].Strategy} has {(double)Rows[0].ProjectionBytes / Rows[1].ProjectionBytes:P1} of the bytes and takes {Time.Median:P1} of the time of {Rows[1].Strategy} (half of the rounds: {Time.LowerQuartile:P1} to {Time.UpperQuartile:P1})"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Settings["model"]}, {Settings["device"]}, {Settings["precision"]}, {Settings["products"]}: {Batch} texts of {Length} tokens, {Versions.Threads} threads, {Versions.System} ({Versions.Architecture}), {Versions.Runtime}, TorchSharp {Versions.TorchSharp}"));
    }
}
