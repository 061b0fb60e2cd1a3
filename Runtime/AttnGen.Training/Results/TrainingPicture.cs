using AttnGen.Files;
using ScottPlot;
using SkiaSharp;

namespace AttnGen.Training;

/// <summary>A picture of a run: above the loss by step (raw and smoothed, and the evaluations'), below the accuracy, or the learning rates where none was measured.</summary>
public static class TrainingPicture
{
    private const double UpperShare = 0.55;

    private static readonly Color Raw = Color.FromHex("#1F77B4");
    private static readonly Color Measured = Color.FromHex("#D62728");
    private static readonly Color[] GroupColors = [.. new[] { "#2CA02C", "#FF7F0E", "#9467BD", "#17BECF", "#8C564B", "#E377C2" }.Select(hex => Color.FromHex(hex))];

    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.DenselyDashed];

    /// <summary>Draws the picture.</summary>
    /// <param name="report">The run, with at least one step.</param>
    /// <param name="width">In pixels, 320 to 8192.</param>
    /// <param name="height">In pixels, 240 to 8192.</param>
    /// <returns>A PNG file's bytes.</returns>
    /// <exception cref="ArgumentException">The run has no steps, or the size is out of range.</exception>
    public static byte[] Draw(TrainingReport report, int width = 1200, int height = 800)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 320);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 8192);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 240);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 8192);
        if (report.Steps.Count == 0)
        {
            throw new ArgumentException("The run has no steps: there is nothing to draw.", nameof(report));
        }

        using Plot upper = LossPanel(report);
        using Plot lower = report.Evaluations.Any(evaluation => evaluation.Result.Accuracy is not null) ? AccuracyPanel(report) : RatesPanel(report);
        double first = report.Steps[0].Step;
        double last = report.Steps[^1].Step;
        double margin = Math.Max(0.5, (last - first) * 0.02);
        foreach (Plot panel in new[] { upper, lower })
        {
            panel.XLabel("step");
            PictureStyle.Apply(panel);
            panel.Axes.SetLimitsX(first - margin, last + margin);
        }

        upper.Title(report.Name);
        int split = (int)(height * UpperShare);
        using SKBitmap bitmap = new(width, height);
        using (SKCanvas canvas = new(bitmap))
        {
            Draw(upper, canvas, 0, width, split);
            Draw(lower, canvas, split, width, height - split);
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>Draws the picture into a PNG file, written whole or not at all.</summary>
    /// <param name="report">The run, with at least one step.</param>
    /// <param name="path">The file; its directory is made if it is not there.</param>
    /// <param name="width">In pixels, 320 to 8192.</param>
    /// <param name="height">In pixels, 240 to 8192.</param>
    /// <exception cref="ArgumentException">The run has no steps, or the size is out of range.</exception>
    /// <exception cref="IOException">The file could not be written; one that was there is untouched.</exception>
    public static void Save(TrainingReport report, string path, int width = 1200, int height = 800)
    {
        byte[] png = Draw(report, width, height);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>A plot clears all that it is drawn on, so each panel is drawn by itself.</summary>
    private static void Draw(Plot panel, SKCanvas canvas, int top, int width, int height)
    {
        using SKBitmap bitmap = new(width, height);
        using (SKCanvas own = new(bitmap))
        {
            panel.Render(own, new PixelRect(0, width, height, 0));
        }

        canvas.DrawBitmap(bitmap, 0, top);
    }

    private static Plot LossPanel(TrainingReport report)
    {
        Plot plot = new();
        double[] steps = [.. report.Steps.Select(step => (double)step.Step)];
        double[] losses = [.. report.Steps.Select(step => step.Loss)];
        SmoothedLoss smoothed = new();
        double[] means = [.. losses.Select(smoothed.Add)];
        Line(plot, steps, losses, Raw.WithAlpha(0.3), 1, "training loss");
        Line(plot, steps, means, Raw, 2.5f, "training loss, smoothed");
        Points(plot, report.Evaluations, evaluation => evaluation.Result.Loss, "evaluation loss");
        plot.YLabel("loss");
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    private static Plot AccuracyPanel(TrainingReport report)
    {
        Plot plot = new();
        EvaluationReport[] measured = [.. report.Evaluations.Where(evaluation => evaluation.Result.Accuracy is not null)];
        Points(plot, measured, evaluation => evaluation.Result.Accuracy!.Value, "evaluation accuracy");
        double lowest = measured.Min(evaluation => evaluation.Result.Accuracy!.Value);
        plot.Axes.SetLimitsY(Math.Max(0, Math.Floor((lowest - 0.05) * 10) / 10), 1);
        EvaluationReport last = measured[^1];
        double value = last.Result.Accuracy!.Value;
        ScottPlot.Plottables.Text label = plot.Add.Text(value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture), last.Step, value);
        label.LabelAlignment = Alignment.LowerRight;
        label.OffsetY = -8;
        label.LabelFontColor = Measured;
        plot.YLabel("accuracy");
        plot.ShowLegend(Alignment.LowerRight);
        return plot;
    }

    private static Plot RatesPanel(TrainingReport report)
    {
        Plot plot = new();
        double[] steps = [.. report.Steps.Select(step => (double)step.Step)];
        string[] groups = [.. report.Steps.SelectMany(step => step.Rates.Select(rate => rate.Name)).Distinct()];
        for (int i = 0; i < groups.Length; i++)
        {
            double[] rates = [.. report.Steps.Select(step => step.Rates.Where(rate => rate.Name == groups[i]).Select(rate => rate.Rate).FirstOrDefault(double.NaN))];
            // Groups often have one rate, and a solid line would cover another.
            Line(plot, steps, rates, GroupColors[i % GroupColors.Length], 2, groups[i]).LinePattern = Patterns[i % Patterns.Length];
        }

        plot.YLabel("learning rate");
        plot.ShowLegend(Alignment.UpperRight);
        return plot;
    }

    private static ScottPlot.Plottables.Scatter Line(Plot plot, double[] xs, double[] ys, Color color, float width, string name)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.ScatterLine(xs, ys, color);
        line.LineWidth = width;
        line.LegendText = name;
        if (xs.Length == 1)
        {
            line.MarkerShape = MarkerShape.FilledCircle;
            line.MarkerSize = 6;
        }

        return line;
    }

    private static void Points(Plot plot, IReadOnlyList<EvaluationReport> evaluations, Func<EvaluationReport, double> value, string name)
    {
        if (evaluations.Count == 0)
        {
            return;
        }

        ScottPlot.Plottables.Scatter points = plot.Add.Scatter(evaluations.Select(evaluation => (double)evaluation.Step).ToArray(), evaluations.Select(value).ToArray(), Measured);
        points.LineWidth = 1.5f;
        points.MarkerSize = 8;
        points.LegendText = name;
    }
}
