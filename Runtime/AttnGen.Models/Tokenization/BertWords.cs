using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace AttnGen.Models.Tokenization;

/// <summary>
/// BERT's words: what stands between white space, and each punctuation mark by itself. In ASCII everything that is neither a letter nor a digit is such a mark, so
/// <c>$</c>, <c>+</c> and <c>`</c> too, which the library's own rule leaves out of the text; another symbol (<c>°</c>, <c>€</c>) is a letter of its word.
/// </summary>
internal sealed class BertWords : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        var words = new List<(int, int)>();
        var (start, at) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var next = at + rune.Utf16SequenceLength;
            var isMark = IsPunctuation(rune);
            if (isMark || Rune.IsWhiteSpace(rune))
            {
                Add(words, start, at);
                Add(words, at, isMark ? next : at);
                start = next;
            }

            at = next;
        }

        Add(words, start, text.Length);
        return words;
    }

    private static void Add(List<(int Offset, int Length)> words, int start, int end)
    {
        if (end > start)
        {
            words.Add((start, end - start));
        }
    }

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is > ' ' and < '\u007f' && !Rune.IsLetterOrDigit(rune)
        : Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;
}
