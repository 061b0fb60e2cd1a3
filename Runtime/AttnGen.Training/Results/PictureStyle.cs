using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace AttnGen.Training;

/// <summary>What all pictures have in common: the font, and how large each text is.</summary>
internal static class PictureStyle
{
    /// <summary>Gives a plot's texts the font and their sizes. What is added afterwards is not touched.</summary>
    /// <param name="plot">The plot, with all that it shows.</param>
    /// <param name="scale">The factor on all sizes.</param>
    public static void Apply(Plot plot, float scale = 1)
    {
        PictureFont.Register();
        // Not plot.Font.Set, which disposes the typeface that ScottPlot keeps for the next text.
        Write(plot.Axes.Title.Label, 18 * scale);
        plot.Legend.FontName = PictureFont.Name;
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            Write(axis.Label, 15 * scale);
            Write(axis.TickLabelStyle, 13 * scale);
            if (axis.TickGenerator is NumericAutomatic ticks)
            {
                ticks.LabelFormatter = Tick;
            }
        }

        plot.Legend.FontSize = 14 * scale;
        foreach (ScottPlot.Plottables.Text text in plot.GetPlottables<ScottPlot.Plottables.Text>())
        {
            text.LabelFontName = PictureFont.Name;
            text.LabelFontSize = 14 * scale;
        }
    }

    /// <summary>As ScottPlot writes a tick, but equal in every culture.</summary>
    private static string Tick(double value) => Math.Abs(value) > 1000 || Math.Round(value) == value
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Round(value, 10).ToString("G", CultureInfo.InvariantCulture);

    private static void Write(LabelStyle label, float size)
    {
        label.FontName = PictureFont.Name;
        label.FontSize = size;
        label.Bold = false;
    }
}
