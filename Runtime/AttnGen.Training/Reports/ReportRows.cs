namespace AttnGen.Training;

/// <summary>What sections need of their rows.</summary>
internal static class ReportRows
{
    /// <summary>The row to compare to, or null where none was asked for.</summary>
    /// <exception cref="ArgumentException">There is no such row, or two rows have one label.</exception>
    public static ReportRow? Baseline(string title, IReadOnlyList<ReportRow> rows, string? label)
    {
        RequireDistinct(title, rows);
        return label is null
            ? null
            : rows.FirstOrDefault(row => row.Label == label)
                ?? throw new ArgumentException($"{title}: the baseline '{label}' is none of the rows {string.Join(", ", rows.Select(row => $"'{row.Label}'"))}.");
    }

    /// <exception cref="ArgumentException">Two rows have one label.</exception>
    public static void RequireDistinct(string title, IReadOnlyList<ReportRow> rows)
    {
        if (rows.GroupBy(row => row.Label, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{title}: there are {twice.Count()} rows '{twice.Key}'. Give each a label of its own.");
        }
    }

    /// <summary>The tasks in the order in which the rows have them.</summary>
    public static IReadOnlyList<string> Tasks(IEnumerable<ReportRow> rows) => [.. rows.SelectMany(row => row.Results).Select(result => result.Task).Distinct(StringComparer.Ordinal)];

    /// <summary>What a row's runs tuned, in words: one line where it was the same in all.</summary>
    public static IEnumerable<string> Strategies(ReportRow row) => row.Results.Select(result => result.Strategy).Distinct(StringComparer.Ordinal);
}
