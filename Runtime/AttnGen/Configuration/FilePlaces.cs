using System.Globalization;
using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>A file's places are lines and columns.</summary>
internal sealed class FilePlaces(string path, string text) : DocumentPlaces
{
    private readonly LineMap lines = new(text);

    public override string Name => path;

    public override string At(TextRange range)
    {
        var (line, column) = lines.Of(range.Start);
        return string.Create(CultureInfo.InvariantCulture, $"{path}({line + 1},{column + 1})");
    }

    public override string OriginOf(TextRange range) => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}({lines.Of(range.Start).Line + 1})");
}
