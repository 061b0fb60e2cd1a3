using System;
using System.Linq;
using System.Text;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AttnGen.Generators.Parsing;

/// <summary>A strategy file as its text says it; the same object for as long as the text is the same.</summary>
internal sealed class StrategyFileModel(string path, StrategyFileText content, LineMap lines)
{
    private const string Ending = ".attngen.json";

    public string Path => path;

    public StrategyFileText Content => content;

    /// <summary>The file's name without what all of them end with.</summary>
    public string Name => System.IO.Path.GetFileName(path) is var name && IsOne(name) ? name.Substring(0, name.Length - Ending.Length) : name;

    public static bool IsOne(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    public static StrategyFileModel Read(string path, SourceText source)
    {
        var text = source.ToString();
        return new(path, IsUtf8(source, text) ? StrategyFileReader.Read(text) : StrategyFileReader.NotUtf8, new LineMap(text));
    }

    /// <summary>
    /// A compiler guesses the encoding of what is no UTF-8, or puts a character in the place of each wrong byte; then the checksum is that of other bytes.
    /// A text that an editor holds is in no encoding.
    /// </summary>
    private static bool IsUtf8(SourceText source, string text) => source.Encoding is not { } encoding
        || (encoding.CodePage == Encoding.UTF8.CodePage && (text.IndexOf('\uFFFD') < 0 || Same(source, text, mark: false) || Same(source, text, mark: true)));

    private static bool Same(SourceText source, string text, bool mark) =>
        SourceText.From(text, new UTF8Encoding(mark), source.ChecksumAlgorithm).GetChecksum().SequenceEqual(source.GetChecksum());

    /// <summary>A number's origin, as a session explains it.</summary>
    public string OriginOf(TextRange range) => FormattableString.Invariant($"{System.IO.Path.GetFileName(path)}({lines.Of(range.Start).Line + 1})");

    public Location Locate(TextRange range)
    {
        var (start, end) = (lines.Of(range.Start), lines.Of(range.End));
        return Location.Create(path, new TextSpan(range.Start, range.Length), new LinePositionSpan(new LinePosition(start.Line, start.Column), new LinePosition(end.Line, end.Column)));
    }
}
