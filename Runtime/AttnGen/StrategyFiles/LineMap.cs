using System.Collections.Generic;

namespace AttnGen.StrategyFiles;

/// <summary>Lines and columns of a text, from 0.</summary>
internal sealed class LineMap
{
    private readonly List<int> starts = [0];

    public LineMap(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\n' || (text[index] == '\r' && (index + 1 == text.Length || text[index + 1] != '\n')))
            {
                starts.Add(index + 1);
            }
        }
    }

    public (int Line, int Column) Of(int place)
    {
        var found = starts.BinarySearch(place);
        var line = found >= 0 ? found : ~found - 1;
        return (line, place - starts[line]);
    }
}
