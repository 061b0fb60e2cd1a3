using System.Xml.Linq;

namespace AttnGen.Training;

/// <summary>A table of the program's own: of what it says of the results, and not of the results themselves.</summary>
public sealed record TableSection : ReportSection
{
    /// <summary>The columns' heads, that of the rows' heads first.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows: a text for each column, the row's head first. What follows a text's first line stands below it in small; an empty text is shown as an en dash.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>What the table shows, as it stands above it; null, the default, for the title.</summary>
    public string? Caption { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<SweepResult> Runs => [];

    /// <inheritdoc/>
    internal override IEnumerable<XElement> Body(ReportPictures pictures) => [Html.Table(Caption ?? Title, Columns, Rows.Select(Row).ToList())];

    private (XElement Head, IEnumerable<XElement> Cells) Row(IReadOnlyList<string> texts, int index)
    {
        if (texts.Count == 0 || texts.Count != Columns.Count)
        {
            throw new ArgumentException($"Row {ReportNumber.Count(index + 1)} of the section '{Title}' has {ReportNumber.Count(texts.Count)} texts for {ReportNumber.Count(Columns.Count)} columns. Give it one for each column, its head first.");
        }

        string[] head = Lines(texts[0]);
        return (Html.Head(head[0], head[1..]), [.. texts.Skip(1).Select(Cell)]);
    }

    private static XElement Cell(string text)
    {
        string[] lines = Lines(text);
        return text.Length == 0 ? Html.NoneCell() : Html.Cell([lines[0], .. lines.Skip(1).Select(line => Html.Element("small", line))]);
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
