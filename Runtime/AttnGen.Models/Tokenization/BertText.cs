using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace AttnGen.Models.Tokenization;

/// <summary>
/// A text as BERT cuts it into words: cleaned, Chinese characters apart, without accents and case, in this order, as <c>BertNormalizer</c> of Hugging Face's <c>tokenizers</c>
/// does it. The library's own leaves out line feeds and tabs, which part words, and composes what is left of a letter, so that Korean syllables are no pieces of the vocabulary any more.
/// </summary>
/// <param name="settings">What is done.</param>
internal sealed class BertText(WordPieceSettings settings) : Normalizer
{
    /// <summary>No character, and the one value between two surrogates that .NET does not decompose.</summary>
    private const char NoCharacter = '\ufffe';

    private static readonly Rune DottedCapitalI = new('\u0130');

    /// <summary>What of ASCII is not left as it is: a text without them, which is nearly every one, has nothing to be cleaned of.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(value => (char)value), '\u007f']);

    public override string Normalize(string original) => Normalize(original.AsSpan());

    public override string Normalize(ReadOnlySpan<char> original)
    {
        var text = Ascii.IsValid(original) && !original.ContainsAny(Controls) ? original.ToString() : Cleaned(original);
        if (settings.StripAccents && !Ascii.IsValid(text))
        {
            text = WithoutAccents(text);
        }

        return settings.Lowercase ? Lower(text) : text;
    }

    private string Cleaned(ReadOnlySpan<char> text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpace(rune))
            {
                builder.Append(' ');
            }
            else if (!IsLeftOut(rune))
            {
                _ = settings.SplitCjk && IsChinese(rune) ? builder.Append(' ').Append(rune).Append(' ') : builder.Append(rune);
            }
        }

        return builder.ToString();
    }

    private static string WithoutAccents(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                builder.Append(rune);
            }
        }

        return builder.ToString();
    }

    private static string Decomposed(string text) => text.Contains(NoCharacter)
        ? string.Join(NoCharacter, text.Split(NoCharacter).Select(part => part.Normalize(NormalizationForm.FormD)))
        : text.Normalize(NormalizationForm.FormD);

    /// <summary>By Unicode's table, character by character, in any culture.</summary>
    private static string Lower(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // The one character that has two as its small form, which .NET's table leaves as it is.
            _ = rune == DottedCapitalI ? builder.Append("i\u0307") : builder.Append(Rune.ToLowerInvariant(rune));
        }

        return builder.ToString();
    }

    private static bool IsSpace(Rune rune) => rune.Value is '\t' or '\n' or '\r' || (Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune));

    /// <summary>Control characters, marks of format (soft hyphens, zero-width spaces), private characters, and what stands for half a surrogate pair.</summary>
    private static bool IsLeftOut(Rune rune) =>
        rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsChinese(Rune rune) => rune.Value is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
