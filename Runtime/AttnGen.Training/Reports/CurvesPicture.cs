using ScottPlot;

namespace AttnGen.Training;

/// <summary>A picture of curves by step, and of the score to reach.</summary>
internal static class CurvesPicture
{
    private const float Scale = 1.35f;

    /// <summary>With more, the markers hide the lines.</summary>
    private const int MostMarkers = 60;

    // Okabe and Ito's colours, which colour-blind people can tell apart, without the yellow that white swallows.
    private static readonly Color[] Shades = [.. new[] { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000" }.Select(hex => Color.FromHex(hex))];
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.DenselyDashed];
    private static readonly MarkerShape[] Markers = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown];

    /// <summary>The picture's width and height in pixels.</summary>
    public static (int Width, int Height) Size => (1200, 640);

    /// <summary>Draws curves of which at least one has a point.</summary>
    public static byte[] Draw(IReadOnlyList<ScoreCurve> curves, string title, string score, double? target)
    {
        using Plot plot = new();
        for (int i = 0; i < curves.Count; i++)
        {
            if (curves[i].Points.Count > 0)
            {
                Draw(plot, curves[i], i);
            }
        }

        if (target is { } height)
        {
            ScottPlot.Plottables.HorizontalLine line = plot.Add.HorizontalLine(height * 100, 1.5f, Colors.Gray, LinePattern.Dotted);
            line.LegendText = "the baseline's final score";
        }

        plot.Title(title);
        plot.XLabel("step");
        plot.YLabel(score);
        // Beside the curves: within them, that of many strategies hides how they end.
        plot.ShowLegend(Edge.Right);
        plot.Legend.SymbolWidth = 45;
        PictureStyle.Apply(plot, Scale);
        return plot.GetImage(Size.Width, Size.Height).GetImageBytes(ImageFormat.Png, 100);
    }

    private static void Draw(Plot plot, ScoreCurve curve, int place)
    {
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(
            curve.Points.Select(point => (double)point.Step).ToArray(), curve.Points.Select(point => point.Mean * 100).ToArray(), Shades[place % Shades.Length]);
        line.LineWidth = 2.5f;
        line.LinePattern = Patterns[place % Patterns.Length];
        line.MarkerShape = Markers[place % Markers.Length];
        line.MarkerSize = curve.Points.Count <= MostMarkers ? 9 : 0;
        line.LegendText = curve.Label;
    }
}
