namespace AttnGen.Training;

/// <summary>Reads the official files: a line an example, tabs between the fields, nothing quoted.</summary>
internal static class GlueTsv
{
    /// <exception cref="InvalidDataException">The columns are others, or a line is not an example.</exception>
    public static (IReadOnlyList<GlueExample> Examples, IReadOnlyList<int> LeftOut) Read(GlueTask task, string path)
    {
        List<GlueExample> examples = [];
        List<int> leftOut = [];
        string[]? columns = task.Columns.WithoutHeader is { } known ? [.. known] : null;
        (int label, int first, int? second) = columns is null ? default : Places(task, columns, path);
        foreach ((int number, string line) in Utf8Lines.Of(path))
        {
            // A line of tabs alone has fields.
            if (line.AsSpan().Trim(' ').IsEmpty)
            {
                continue;
            }

            string[] fields = line.Split('\t');
            if (columns is null)
            {
                columns = GlueColumns.Named(fields);
                (label, first, second) = Places(task, columns, path);
                continue;
            }

            if (fields.Length != columns.Length)
            {
                leftOut.Add(task.HasBrokenLines
                    ? number
                    : throw Problem(path, number, $"it has {Fields(fields.Length)} instead of the {columns.Length} of {task}: {string.Join(", ", columns)}."));
                continue;
            }

            if (fields[label] == task.Unlabelled)
            {
                leftOut.Add(number);
                continue;
            }

            (Label value, string? problem) = task.LabelOf(fields[label]);
            examples.Add(problem is null ? new GlueExample(fields[first], second is { } other ? fields[other] : null, value) : throw Problem(path, number, problem));
        }

        return (examples, leftOut);
    }

    private static (int Label, int First, int? Second) Places(GlueTask task, string[] columns, string path)
    {
        int Place(string name) => Array.IndexOf(columns, name) is var place and >= 0
            ? place
            : throw Problem(path, 1, $"the columns of {task} are {task.Columns} among others, but there is no '{name}' among '{GlueTask.Shown(string.Join("', '", columns))}'. "
                + (name == task.LabelColumn ? "GLUE's test parts have no labels." : "Is it another task's file?"));

        return (Place(task.LabelColumn), Place(task.SentenceColumns[0]), task.IsPair ? Place(task.SentenceColumns[1]) : null);
    }

    private static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";

    private static InvalidDataException Problem(string path, int line, string problem) => new($"'{path}', line {line}: {problem}");
}
