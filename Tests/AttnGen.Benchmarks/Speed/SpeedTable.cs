using System.CommandLine;
using System.Text;
using Spectre.Console;

namespace AttnGen.Benchmarks.Speed;

/// <summary>The measurements as a table: for the console, and for the README.</summary>
internal static class SpeedTable
{
    public static Command Command()
    {
        var command = new Command("speed-table", "Prints the README's table from the committed measurements.");
        command.SetAction(_ => Console.Out.Write(Markdown(SpeedResults.Read(SpeedResults.DefaultPath) ?? throw new FileNotFoundException($"Nothing was measured yet: there is no '{SpeedResults.DefaultPath}'."))));
        return command;
    }

    public static string Markdown(SpeedResults results)
    {
        var text = new StringBuilder();
        Line(SpeedRow.Heading);
        Line(SpeedRow.Heading.Select(_ => "---"));
        foreach (var row in Rows(results))
        {
            Line(row.Cells());
        }

        return text.Append($"\n{results.Machine}.\n").ToString();

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    public static Table ForConsole(SpeedResults results)
    {
        var table = new Table().Border(TableBorder.Rounded).Caption(Markup.Escape(results.Machine.ToString()));
        foreach (var title in SpeedRow.Heading)
        {
            table.AddColumn(title);
        }

        foreach (var row in Rows(results))
        {
            table.AddRow([.. row.Cells().Select(cell => cell == "**no**" ? "[red]no[/]" : Markup.Escape(cell))]);
        }

        return table;
    }

    private static IEnumerable<SpeedRow> Rows(SpeedResults results) => SpeedCases.All.SelectMany(each => SpeedRow.Of(each, results.Runs));
}
