using AttnGen.Files;

namespace AttnGen.Training;

/// <summary>A sweep's result file: one JSON line a cell, in the cells' order, written whole after each.</summary>
public static class SweepFile
{
    /// <summary>Reads a result file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The results in the file's order; none where there is no file.</returns>
    /// <exception cref="InvalidDataException">A line is no result, or a cell is there twice; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<SweepResult> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            return [];
        }

        List<SweepResult> results = [];
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            SweepResult result = Parse(line, path, number);
            if (!lines.TryAdd(result.Id, number))
            {
                throw new InvalidDataException($"'{path}', line {number}: the cell {result.Id} is in line {lines[result.Id]} too. Remove one of the two.");
            }

            results.Add(result);
        }

        return results;
    }

    /// <summary>Writes a result file: the given cells in their order, and after them what else was in the file.</summary>
    internal static void Write(string path, IReadOnlyList<SweepCell> cells, IReadOnlyCollection<SweepResult> results)
    {
        Dictionary<string, int> order = cells.Select((cell, index) => (cell.Id, index)).ToDictionary(StringComparer.Ordinal);
        AtomicFile.WriteText(path, string.Concat(results.OrderBy(result => order.GetValueOrDefault(result.Id, int.MaxValue)).Select(result => result.ToJson() + "\n")));
    }

    private static SweepResult Parse(string line, string path, int number)
    {
        try
        {
            return SweepResult.FromJson(line);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"'{path}', line {number}: {fault.Message} Remove the line to run its cell again, or give the sweep another file.", fault);
        }
    }
}
