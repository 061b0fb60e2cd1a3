using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace AttnGen.StrategyFiles;

/// <summary>The words of JSON: its texts, numbers and names, and the space and comments between them.</summary>
internal sealed class JsonScanner(string text, List<FileProblem> problems)
{
    /// <summary>After so many mistakes a file is no JSON at all.</summary>
    private const int MostProblems = 100;

    private bool gaveUp;

    /// <summary>Where the next character stands.</summary>
    public int Place { get; set; }

    public bool AtEnd => Place >= text.Length;

    public char Here => AtEnd ? '\0' : text[Place];

    /// <summary>The number that a text is as JSON writes it, or NaN.</summary>
    public static double NumberOf(string text)
    {
        var problems = new List<FileProblem>();
        var scanner = new JsonScanner(text, problems);
        var node = scanner.Scalar();
        return node.Kind == JsonKind.Number && scanner.AtEnd ? node.Number : double.NaN;
    }

    /// <summary>A text, without its quotes.</summary>
    public string String()
    {
        var start = Place++;
        var result = new StringBuilder();
        while (true)
        {
            if (AtEnd || Here is '\n' or '\r')
            {
                Report(TextRange.Between(start, Place), "The text has no closing quote.");
                return result.ToString();
            }

            var character = text[Place++];
            switch (character)
            {
                case '"':
                    if (HasLoneSurrogate(result))
                    {
                        Report(TextRange.Between(start, Place), "The text has half a character: a surrogate without its other half.");
                    }

                    return result.ToString();
                case '\\':
                    Escape(result);
                    break;
                case < ' ':
                    Report(Place - 1, 1, "A control character stands in a text; write it as \\u and four hexadecimal digits.");
                    break;
                default:
                    result.Append(character);
                    break;
            }
        }
    }

    /// <summary>A number, a name that is a value, or what is no value.</summary>
    public JsonNode Scalar() => Here is '-' or (>= '0' and <= '9') ? Number() : Word();

    public void SkipSpace()
    {
        while (!AtEnd)
        {
            if (Here is ' ' or '\t' or '\n' or '\r')
            {
                Place++;
            }
            else if (Here == '/' && Place + 1 < text.Length && text[Place + 1] == '/')
            {
                while (!AtEnd && Here is not ('\n' or '\r'))
                {
                    Place++;
                }
            }
            else if (Here == '/' && Place + 1 < text.Length && text[Place + 1] == '*')
            {
                var end = text.IndexOf("*/", Place + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    Report(Place, 2, "The comment is not closed.");
                }

                Place = end < 0 ? text.Length : end + 2;
            }
            else
            {
                return;
            }
        }
    }

    public void Report(int start, int length, string message) => Report(new TextRange(start, Math.Min(length, text.Length - start)), message);

    public void Report(TextRange range, string message)
    {
        if (!gaveUp)
        {
            problems.Add(new FileProblem(FileProblemIds.Syntax, range, message));
        }

        if (problems.Count >= MostProblems)
        {
            GiveUp();
        }
    }

    /// <summary>What would follow are consequences.</summary>
    public void GiveUp()
    {
        gaveUp = true;
        Place = text.Length;
    }

    private JsonNode Number()
    {
        var start = Place;
        Accept('-');
        var whole = Digits();
        var sound = whole == 1 || (whole > 1 && text[Place - whole] != '0');
        if (Accept('.'))
        {
            sound &= Digits() > 0;
        }

        if (Here is 'e' or 'E')
        {
            Place++;
            if (!Accept('+'))
            {
                Accept('-');
            }

            sound &= Digits() > 0;
        }

        while (IsWordPart(Here))
        {
            Place++;
            sound = false;
        }

        var range = TextRange.Between(start, Place);
        var written = text.Substring(start, range.Length);
        if (!sound || !double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            // .NET Framework, where some compilers run, refuses what is too large; .NET gives infinity.
            if (sound)
            {
                return new JsonNode(JsonKind.Number, range) { Text = written, Number = written[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity };
            }

            Report(range, $"{written} is not a number.");
            return new JsonNode(JsonKind.Wrong, range);
        }

        return new JsonNode(JsonKind.Number, range) { Text = written, Number = number };
    }

    private JsonNode Word()
    {
        var start = Place;
        while (IsWordPart(Here))
        {
            Place++;
        }

        var range = TextRange.Between(start, Place);
        switch (text.Substring(start, range.Length))
        {
            case "true":
                return new JsonNode(JsonKind.Boolean, range) { Number = 1 };
            case "false":
                return new JsonNode(JsonKind.Boolean, range);
            case "null":
                return new JsonNode(JsonKind.Null, range);
            case "":
                Report(start, AtEnd ? 0 : 1, "A value is expected here.");
                if (!AtEnd && Here is not (',' or '}' or ']'))
                {
                    SkipToSeparator();
                }

                return new JsonNode(JsonKind.Wrong, TextRange.Between(start, Place));
            case var word:
                Report(range, $"{word} is not a value; a text stands in double quotes.");
                return new JsonNode(JsonKind.Wrong, range);
        }
    }

    private void SkipToSeparator()
    {
        while (!AtEnd && Here is not (',' or '}' or ']'))
        {
            Place++;
        }
    }

    private void Escape(StringBuilder result)
    {
        var start = Place - 1;
        if (AtEnd)
        {
            return;
        }

        var character = text[Place++];
        switch (character)
        {
            case '"' or '\\' or '/':
                result.Append(character);
                break;
            case 'b':
                result.Append('\b');
                break;
            case 'f':
                result.Append('\f');
                break;
            case 'n':
                result.Append('\n');
                break;
            case 'r':
                result.Append('\r');
                break;
            case 't':
                result.Append('\t');
                break;
            case 'u' when Place + 4 <= text.Length && int.TryParse(text.Substring(Place, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                result.Append((char)code);
                Place += 4;
                break;
            default:
                if (character is '\n' or '\r')
                {
                    Place--;
                }

                Report(TextRange.Between(start, Math.Max(Place, start + 1)), "There is no such escape in JSON.");
                break;
        }
    }

    private static bool HasLoneSurrogate(StringBuilder text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                return true;
            }
        }

        return false;
    }

    private bool Accept(char expected)
    {
        if (Here != expected || AtEnd)
        {
            return false;
        }

        Place++;
        return true;
    }

    private int Digits()
    {
        var start = Place;
        while (Here is >= '0' and <= '9')
        {
            Place++;
        }

        return Place - start;
    }

    private static bool IsWordPart(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '+' or '-';
}
