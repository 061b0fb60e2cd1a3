using System.CommandLine;
using System.Text;
using AttnGen.Files;
using AttnGen.Tests.Shared;
using Spectre.Console;

namespace AttnGen.Benchmarks.Speed;

/// <summary>The measurements as a table: for the console, and for the README.</summary>
internal static class SpeedTable
{
    private const string End = "<!-- end of speed-table -->";

    /// <summary>The page that shows a file of measurements: the repository's README for the default file, and that beside it for the other machines'.</summary>
    public static string PageOf(string path) => Path.GetFullPath(path) == SpeedResults.DefaultPath ? SourceTree.At("README.md") : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "README.md");

    public static Command Command()
    {
        var write = new Option<bool>("--write") { Description = "Puts it into its README too: the repository's, or for another machine's file the one beside it." };
        var file = SpeedCommand.FileOption();
        var command = new Command("speed-table", "Prints the table of the committed measurements.") { file, write };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var table = Markdown(SpeedResults.Read(path) ?? throw new FileNotFoundException($"Nothing was measured yet: there is no '{path}'."));
            Console.Out.Write(table);
            if (parsed.GetValue(write))
            {
                var page = PageOf(path);
                AtomicFile.WriteText(page, Replace(File.ReadAllText(page), path, table));
            }
        });
        return command;
    }

    public static string Markdown(SpeedResults results)
    {
        var text = new StringBuilder();
        Line(SpeedRow.Heading);
        Line(SpeedRow.Heading.Select(_ => "---"));
        foreach (var cells in Rows(results))
        {
            Line(cells);
        }

        return text.Append($"\n{Caption(results)}\n").ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    public static Table ForConsole(SpeedResults results)
    {
        var table = new Table().Border(TableBorder.Rounded).Caption(Markup.Escape(Caption(results)));
        foreach (var title in SpeedRow.Heading)
        {
            table.AddColumn(title);
        }

        foreach (var cells in Rows(results))
        {
            table.AddRow([.. cells.Select(cell => cell.StartsWith(SpeedRow.Missed, StringComparison.Ordinal) ? $"[red]missed{Markup.Escape(cell[SpeedRow.Missed.Length..])}[/]" : Markup.Escape(cell))]);
        }

        return table;
    }

    /// <summary>The table of a file of measurements that stands in a text.</summary>
    /// <exception cref="InvalidDataException">The text has no place for it.</exception>
    public static string In(string text, string path)
    {
        var (begin, end) = PlaceIn(text, path);
        return text[begin..end];
    }

    /// <summary>A text with another table in the place of its own.</summary>
    /// <exception cref="InvalidDataException">The text has no place for it.</exception>
    public static string Replace(string text, string path, string table)
    {
        var (begin, end) = PlaceIn(text, path);
        return string.Concat(text.AsSpan(0, begin), table, text.AsSpan(end));
    }

    private static (int Begin, int End) PlaceIn(string text, string path)
    {
        var heading = $"<!-- speed-table of {Path.GetFileName(path)} -->\n";
        var begin = text.IndexOf(heading, StringComparison.Ordinal);
        var end = text.IndexOf(End, Math.Max(begin, 0), StringComparison.Ordinal);
        return begin >= 0 && end >= 0
            ? (begin + heading.Length, end)
            : throw new InvalidDataException($"The page has no lines '{heading.TrimEnd()}' and '{End}' with the table between them.");
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(SpeedResults results) =>
        from each in SpeedCases.All
        where !IsLeftOut(each, results)
        from target in each.Targets
        let rows = SpeedRow.Of(each, target, results.Runs).Select(row => row.Cells()).ToList()
        // A demand that nobody measured is shown as such; a number that is only stated is not missed.
        from cells in rows.Count == 0 && target.Bound is not null ? [SpeedRow.NotMeasured(target)] : rows
        select cells;

    private static string Caption(SpeedResults results)
    {
        var processes = results.Runs.GroupBy(run => (run.Case, run.Threads)).Select(alike => alike.Count()).Order().ToList();
        var count = processes switch
        {
            [] => "no process",
            [.., 1] => "one new process",
            [var least, .., var most] when least != most => $"{least} to {most} new processes",
            [.., var all] => $"{all} new processes",
        };
        var python = results.Runs.Select(run => run.Notes.GetValueOrDefault("pytorch")).OfType<string>().Distinct().Select(version => $", PyTorch {version}");
        var keeping = SpeedCases.All.Where(each => results.Runs.Any(run => run.Case == each.Name && run.Notes.ContainsKey(SpeedRun.FreedMemory))).Select(each => each.Name).ToList();
        var kept = keeping.Count == 0 ? "" : $" Freed memory was kept on both sides in {string.Join(", ", keeping)}.";
        var left = SpeedCases.All.Where(each => IsLeftOut(each, results)).Select(each => each.Name).ToList();
        return $"Medians and quartiles over {count} for each row; {results.Machine}{string.Concat(python)}.{kept}{(left.Count == 0 ? "" : $" Not measured: {string.Join(", ", left)}.")}";
    }

    private static bool IsLeftOut(ISpeedCase measured, SpeedResults results) => !results.Runs.Any(run => run.Case == measured.Name);
}
