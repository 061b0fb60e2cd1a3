using AttnGen.Files;
using AttnGen.Training;

namespace PaperReproduction.Report;

/// <summary>The table of the claims in a page of Markdown, where two comments keep its place: the words around it are a person's, the numbers are the cells'.</summary>
internal static class ClaimsPage
{
    private const string Begin = "<!-- the claims, by report --readme -->";
    private const string End = "<!-- end of the claims -->";

    /// <summary>Puts the table into a page, in the place of the one that stands there.</summary>
    /// <exception cref="InvalidDataException">The page has no place for it, or there is no table, as nothing of any claim was measured.</exception>
    /// <exception cref="IOException">The page could not be read or written.</exception>
    public static void Update(string path, IReadOnlyList<SweepResult> results)
    {
        TableSection claims = ClaimsTable.Of(PaperTask.ReportedIn(results), results) ?? throw new InvalidDataException("There is no table of the claims yet: no seed has a score of both strategies of any.");
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, Math.Max(begin, 0), StringComparison.Ordinal);
        if (begin < 0 || end < 0)
        {
            throw new InvalidDataException($"'{path}' has no place for the table of the claims: write the lines '{Begin}' and '{End}' where it shall stand.");
        }

        AtomicFile.WriteText(path, $"{page[..(begin + Begin.Length)]}\n\n{Markdown(claims)}\n{page[end..]}");
    }

    private static string Markdown(TableSection table) => string.Concat(new[] { table.Columns, [.. table.Columns.Select(_ => "---")] }.Concat(table.Rows).Select(Row));

    private static string Row(IReadOnlyList<string> texts) => $"| {string.Join(" | ", texts.Select(text => text.Replace("\n", "<br>", StringComparison.Ordinal)))} |\n";
}
