using AttnGen.Files;

namespace AttnGen.Training;

/// <summary>
/// A report of sweeps: one HTML page that needs no other file, no server and no script, and its pictures as PNG files beside it. It is composed of sections, whose numbers are those of the
/// results that they are given; the same report gives the same bytes in every culture. Last stands on what the results were made, and how to repeat them.
/// </summary>
/// <example><code>
/// IReadOnlyList&lt;SweepResult&gt; results = SweepFile.Read("results/methods.jsonl");
/// ReportRow[] rows = [.. results.GroupBy(result => result.Strategy).Select(group => new ReportRow(group.Key, [.. group]))];
/// new SweepReport
/// {
///     Title = "Methods",
///     Sections =
///     [
///         new ScoreTableSection { Title = "Scores", Rows = rows, Metric = task => GlueTask.Parse(task).Reported, Baseline = rows[0].Label },
///         new CostSection { Title = "Costs", Rows = rows },
///     ],
///     Commands = ["dotnet run -- methods"],
/// }.Save("results/report.html");
/// </code></example>
public sealed record SweepReport
{
    /// <summary>The page's title.</summary>
    public required string Title { get; init; }

    /// <summary>What stands before the sections, plain; a blank line begins a new paragraph. Empty by default.</summary>
    public string Introduction { get; init; } = "";

    /// <summary>The sections in their order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>The commands that repeat the runs and the report, a line each; none by default.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>The page.</summary>
    /// <exception cref="InvalidDataException">A result lacks the metric of its task, or a mean would be of runs that differ in more than the seed; the message says which.</exception>
    /// <exception cref="ArgumentException">A section's baseline is none of its rows, two rows have one label, or a row of a <see cref="TableSection"/> has more texts than columns, or fewer.</exception>
    public string ToHtml() => ReportPage.Of(this, new ReportPictures());

    /// <summary>Writes the page, and its pictures beside it: of <c>report.html</c> they are <c>report-1-heat-map.png</c>, <c>report-2-curves.png</c> and so on. Each file is written whole or not at all, the page last.</summary>
    /// <param name="path">The page; its directory is made if it is not there.</param>
    /// <returns>The paths of the files, the page first.</returns>
    /// <exception cref="InvalidDataException">As of <see cref="ToHtml"/>; nothing was written.</exception>
    /// <exception cref="ArgumentException">As of <see cref="ToHtml"/>, or the path names a directory; nothing was written.</exception>
    /// <exception cref="IOException">A file could not be written; one that was there is untouched.</exception>
    public IReadOnlyList<string> Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.GetFileName(path).Length == 0)
        {
            throw new ArgumentException($"'{path}' is a directory. Name the page's file in it: report.html.", nameof(path));
        }

        ReportPictures pictures = new();
        string page = ReportPage.Of(this, pictures);
        string stem = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        List<string> written = [path];
        foreach ((string name, byte[] png) in pictures.Files)
        {
            string picture = $"{stem}-{name}";
            AtomicFile.Write(picture, stream => stream.Write(png));
            written.Add(picture);
        }

        AtomicFile.WriteText(path, page);
        return written;
    }
}
