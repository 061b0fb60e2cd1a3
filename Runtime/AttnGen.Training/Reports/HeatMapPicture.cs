using ScottPlot;
using ScottPlot.Colormaps;

namespace AttnGen.Training;

/// <summary>A picture of a <see cref="RateGrid"/>: V's rate to the right, the base rate upwards, a cell's colour and number its mean score in percent.</summary>
internal static class HeatMapPicture
{
    private const int CellWidth = 112;
    private const int CellHeight = 72;
    private const int Margin = 150;
    private const float Scale = 1.35f;

    private static readonly Color Failed = Color.FromHex("#D9D9D9");
    private static readonly Color Mark = Color.FromHex("#D62728");
    private static readonly Viridis Shades = new();

    /// <summary>The picture's size in pixels: large enough for a number in each cell of all but very large grids.</summary>
    public static (int Width, int Height) SizeOf(RateGrid grid) =>
        (Math.Clamp((grid.ValueRates.Count * CellWidth) + Margin, 560, 2400), Math.Clamp((grid.BaseRates.Count * CellHeight) + Margin, 320, 1800));

    /// <summary>Draws a grid of at least one cell.</summary>
    public static byte[] Draw(RateGrid grid, string title)
    {
        (int width, int height) = SizeOf(grid);
        using Plot plot = new();
        Draw(plot, grid, ((width - Margin) / grid.ValueRates.Count) >= CellWidth / 2);
        plot.Title(title);
        plot.XLabel("learning rate of V, \u03BB\u03B7");
        plot.YLabel("base learning rate \u03B7");
        plot.HideGrid();
        plot.Axes.Bottom.SetTicks([.. grid.ValueRates.Select((_, place) => (double)place)], [.. grid.ValueRates.Select(ReportNumber.Rate)]);
        plot.Axes.Left.SetTicks([.. grid.BaseRates.Select((_, place) => (double)place)], [.. grid.BaseRates.Select(ReportNumber.Rate)]);
        plot.Axes.SetLimits(-0.5, grid.ValueRates.Count - 0.5, -0.5, grid.BaseRates.Count - 0.5);
        PictureStyle.Apply(plot, Scale);
        return plot.GetImage(width, height).GetImageBytes(ImageFormat.Png, 100);
    }

    private static void Draw(Plot plot, RateGrid grid, bool hasText)
    {
        (int Base, int Value)? best = grid.Best;
        double[] means = [.. grid.Cells.Values.Where(cell => cell.Mean is not null).Select(cell => cell.Mean!.Value)];
        for (int row = 0; row < grid.BaseRates.Count; row++)
        {
            for (int column = 0; column < grid.ValueRates.Count; column++)
            {
                SeedScores cell = grid[row, column];
                Color color = cell switch
                {
                    { Runs: 0 } => Colors.White,
                    { Mean: null } => Failed,
                    _ => Shades.GetColor(Share(cell.Mean.Value, means)),
                };
                Box(plot, row, column, 0.49, color, Colors.White, 1);
                if (hasText)
                {
                    Write(plot, row, column, Text(cell, (row, column) == best), color);
                }
            }
        }

        if (best is { } place)
        {
            Box(plot, place.Base, place.Value, 0.47, Colors.Transparent, Mark, 5);
        }
    }

    /// <summary>Where a mean stands between the lowest and the highest.</summary>
    private static double Share(double mean, double[] means) => means.Max() > means.Min() ? (mean - means.Min()) / (means.Max() - means.Min()) : 0.5;

    private static string Text(SeedScores cell, bool isBest) => cell switch
    {
        { Mean: null } => ScoreCells.Without(cell),
        { IsWhole: false } => $"{ReportNumber.Percent(cell.Mean.Value)}\n{ReportNumber.Count(cell.Runs - cell.BySeed.Count)} of {ReportNumber.Count(cell.Runs)} failed",
        _ => ReportNumber.Percent(cell.Mean.Value) + (isBest ? "\nbest" : ""),
    };

    private static void Box(Plot plot, int row, int column, double half, Color fill, Color line, float width)
    {
        ScottPlot.Plottables.Rectangle box = plot.Add.Rectangle(column - half, column + half, row - half, row + half);
        (box.FillColor, box.LineColor, box.LineWidth) = (fill, line, width);
    }

    private static void Write(Plot plot, int row, int column, string text, Color background)
    {
        ScottPlot.Plottables.Text label = plot.Add.Text(text, column, row);
        label.LabelAlignment = Alignment.MiddleCenter;
        label.LabelFontColor = (0.299 * background.R) + (0.587 * background.G) + (0.114 * background.B) > 140 ? Colors.Black : Colors.White;
    }
}
