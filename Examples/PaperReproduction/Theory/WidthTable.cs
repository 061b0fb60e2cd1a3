using System.Globalization;

namespace PaperReproduction.Theory;

/// <summary>The experiment in words.</summary>
internal static class WidthTable
{
    public static void Write(TextWriter writer, IReadOnlyList<ScalingResult> results)
    {
        foreach (ScalingResult result in results)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Name}: orders {result.Orders[0]:F2}, {result.Orders[1]:F2}, {result.Orders[2]:F2}{(result.IsEfficient ? ": each part stays of order 1" : "")}"));
            writer.WriteLine("   width     by QK      by V   by both");
            foreach ((int width, double[] parts) in WidthExperiment.Widths.Zip(result.Parts))
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{width,8}{parts[0],10:G3}{parts[1],10:G3}{parts[2],10:G3}"));
            }

            writer.WriteLine();
        }
    }
}
