using System;
using System.Linq;
using System.Text;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AttnGen.Generators.Parsing;

/// <summary>A strategy file as its text says it; the same object for as long as the text is the same.</summary>
internal sealed class StrategyFileModel(string path, string text, StrategyFileText content, LineMap lines)
{
    private const string Ending = ".attngen.json";

    public string Path => path;

    public StrategyFileText Content => content;

    /// <summary>The file's name with what all of them end with.</summary>
    public string FileName => System.IO.Path.GetFileName(path);

    /// <summary>The file's name without what all of them end with.</summary>
    public string Name => FileName is var name && IsOne(name) ? name.Substring(0, name.Length - Ending.Length) : name;

    /// <summary>Whether another file has the same name and text: a copy that a build put into its output.</summary>
    public bool IsCopyOf(StrategyFileModel other) => other.FileName == FileName && other.Text == Text;

    public static bool IsOne(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    public static StrategyFileModel Read(string path, SourceText source)
    {
        var text = source.ToString();
        return new(path, text, IsUtf8(source, text) ? StrategyFileReader.Read(text) : StrategyFileReader.NotUtf8, new LineMap(text));
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
    public string OriginOf(TextRange range) => FormattableString.Invariant($"{FileName}({lines.Of(range.Start).Line + 1})");

    private string Text => text;

    public Location Locate(TextRange range)
    {
        var (start, end) = (lines.Of(range.Start), lines.Of(range.End));
        return Location.Create(path, new TextSpan(range.Start, range.Length), new LinePositionSpan(new LinePosition(start.Line, start.Column), new LinePosition(end.Line, end.Column)));
    }
}
