using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace AttnGen.StrategyFiles;

/// <summary>
/// Reads JSON (RFC 8259), with comments and trailing commas, to values that know their places. It goes on after a mistake, so that all of a file's
/// mistakes are found. The generator compiles this file too.
/// </summary>
internal sealed class JsonReader
{
    private const int MostDepth = 64;

    /// <summary>After so many mistakes a file is no JSON at all.</summary>
    private const int MostProblems = 100;

    private readonly string text;
    private readonly List<FileProblem> problems;
    private int place;
    private bool gaveUp;

    private JsonReader(string text, List<FileProblem> problems)
    {
        this.text = text;
        this.problems = problems;
    }

    /// <summary>The file's value; problems are added to the list.</summary>
    public static JsonNode Read(string text, List<FileProblem> problems)
    {
        var reader = new JsonReader(text, problems);
        reader.place = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        reader.SkipSpace();
        if (reader.AtEnd)
        {
            reader.Report(reader.place, 0, "The file is empty; it is an object with \"model\" and \"strategies\".");
            return new JsonNode(JsonKind.Wrong, new TextRange(reader.place, 0));
        }

        var root = reader.Value(0);
        reader.SkipSpace();
        if (!reader.AtEnd && problems.Count == 0)
        {
            reader.Report(reader.place, text.Length - reader.place, "There is more after the end of the value.");
        }

        return root;
    }

    private bool AtEnd => place >= text.Length;

    private char Here => AtEnd ? '\0' : text[place];

    private JsonNode Value(int depth)
    {
        var start = place;
        if (depth > MostDepth)
        {
            Report(start, 1, $"The values are nested more than {MostDepth} deep.");
            GiveUp();
            return new JsonNode(JsonKind.Wrong, new TextRange(start, 0));
        }

        switch (Here)
        {
            case '{':
                return Object(depth);
            case '[':
                return Array(depth);
            case '"':
                return new JsonNode(JsonKind.Text, default) { Text = String() } with { Range = TextRange.Between(start, place) };
            case '-' or (>= '0' and <= '9'):
                return Number();
            default:
                return Word();
        }
    }

    private JsonNode Object(int depth)
    {
        var (start, members, names) = (place++, new List<JsonMember>(), new HashSet<string>(StringComparer.Ordinal));
        while (true)
        {
            SkipSpace();
            if (Closes('}', start))
            {
                return new JsonNode(JsonKind.Object, TextRange.Between(start, place)) { Members = members };
            }

            if (Here != '"')
            {
                Report(place, 1, "A key in double quotes is expected here.");
                SkipPast();
                continue;
            }

            var nameStart = place;
            var name = String();
            var nameRange = TextRange.Between(nameStart, place);
            if (!names.Add(name))
            {
                Report(nameRange, $"The key \"{name}\" is there twice.");
            }

            SkipSpace();
            if (Here != ':')
            {
                Report(place, 1, $"A colon is expected after \"{name}\".");
                SkipPast();
                continue;
            }

            place++;
            SkipSpace();
            members.Add(new JsonMember(name, nameRange, Value(depth + 1)));
            Separate('}');
        }
    }

    private JsonNode Array(int depth)
    {
        var (start, items) = (place++, new List<JsonNode>());
        while (true)
        {
            SkipSpace();
            if (Closes(']', start))
            {
                return new JsonNode(JsonKind.Array, TextRange.Between(start, place)) { Items = items };
            }

            items.Add(Value(depth + 1));
            Separate(']');
        }
    }

    /// <summary>Whether an object or array ends here, by its bracket or by the end of the file.</summary>
    private bool Closes(char bracket, int start)
    {
        if (AtEnd)
        {
            Report(start, 1, $"This is not closed: '{bracket}' is missing.");
            return true;
        }

        if (Here is '}' or ']')
        {
            if (Here != bracket)
            {
                Report(place, 1, $"'{bracket}' is expected here.");
            }

            place++;
            return true;
        }

        return false;
    }

    private void Separate(char bracket)
    {
        SkipSpace();
        if (Here == ',')
        {
            place++;
        }
        else if (!AtEnd && Here is not ('}' or ']'))
        {
            Report(place, 1, $"A comma or '{bracket}' is expected here.");
            if (Here is not ('"' or '{' or '['))
            {
                SkipPast();
            }
        }
    }

    /// <summary>After a mistake: to the next comma, and past it, or to a closing bracket.</summary>
    private void SkipPast()
    {
        while (!AtEnd && Here is not ('}' or ']'))
        {
            if (Here == '"')
            {
                String();
                continue;
            }

            if (text[place++] == ',')
            {
                return;
            }
        }
    }

    private JsonNode Number()
    {
        var start = place;
        Accept('-');
        var whole = Digits();
        var sound = whole == 1 || (whole > 1 && text[place - whole] != '0');
        if (Accept('.'))
        {
            sound &= Digits() > 0;
        }

        if (Here is 'e' or 'E')
        {
            place++;
            if (!Accept('+'))
            {
                Accept('-');
            }

            sound &= Digits() > 0;
        }

        while (IsWordPart(Here))
        {
            place++;
            sound = false;
        }

        var range = TextRange.Between(start, place);
        var written = text.Substring(start, range.Length);
        if (!sound || !double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            // .NET Framework, where some compilers run, refuses what is too large; .NET gives infinity.
            if (sound)
            {
                return new JsonNode(JsonKind.Number, range) { Number = written[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity };
            }

            Report(range, $"{written} is not a number.");
            return new JsonNode(JsonKind.Wrong, range);
        }

        return new JsonNode(JsonKind.Number, range) { Number = number };
    }

    private JsonNode Word()
    {
        var start = place;
        while (IsWordPart(Here))
        {
            place++;
        }

        var range = TextRange.Between(start, place);
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

                return new JsonNode(JsonKind.Wrong, TextRange.Between(start, place));
            case var word:
                Report(range, $"{word} is not a value; a text stands in double quotes.");
                return new JsonNode(JsonKind.Wrong, range);
        }
    }

    private void SkipToSeparator()
    {
        while (!AtEnd && Here is not (',' or '}' or ']'))
        {
            place++;
        }
    }

    private string String()
    {
        var start = place++;
        var result = new StringBuilder();
        while (true)
        {
            if (AtEnd || Here is '\n' or '\r')
            {
                Report(TextRange.Between(start, place), "The text has no closing quote.");
                return result.ToString();
            }

            var character = text[place++];
            switch (character)
            {
                case '"':
                    if (HasLoneSurrogate(result))
                    {
                        Report(TextRange.Between(start, place), "The text has half a character: a surrogate without its other half.");
                    }

                    return result.ToString();
                case '\\':
                    Escape(result);
                    break;
                case < ' ':
                    Report(place - 1, 1, "A control character stands in a text; write it as \\u and four hexadecimal digits.");
                    break;
                default:
                    result.Append(character);
                    break;
            }
        }
    }

    private void Escape(StringBuilder result)
    {
        var start = place - 1;
        if (AtEnd)
        {
            return;
        }

        var character = text[place++];
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
            case 'u' when place + 4 <= text.Length && int.TryParse(text.Substring(place, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                result.Append((char)code);
                place += 4;
                break;
            default:
                if (character is '\n' or '\r')
                {
                    place--;
                }

                Report(TextRange.Between(start, Math.Max(place, start + 1)), "There is no such escape in JSON.");
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

    private void SkipSpace()
    {
        while (!AtEnd)
        {
            if (Here is ' ' or '\t' or '\n' or '\r')
            {
                place++;
            }
            else if (Here == '/' && place + 1 < text.Length && text[place + 1] == '/')
            {
                while (!AtEnd && Here is not ('\n' or '\r'))
                {
                    place++;
                }
            }
            else if (Here == '/' && place + 1 < text.Length && text[place + 1] == '*')
            {
                var end = text.IndexOf("*/", place + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    Report(place, 2, "The comment is not closed.");
                }

                place = end < 0 ? text.Length : end + 2;
            }
            else
            {
                return;
            }
        }
    }

    private bool Accept(char expected)
    {
        if (Here != expected || AtEnd)
        {
            return false;
        }

        place++;
        return true;
    }

    private int Digits()
    {
        var start = place;
        while (Here is >= '0' and <= '9')
        {
            place++;
        }

        return place - start;
    }

    private static bool IsWordPart(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '+' or '-';

    private void Report(int start, int length, string message) => Report(new TextRange(start, Math.Min(length, text.Length - start)), message);

    private void Report(TextRange range, string message)
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
    private void GiveUp()
    {
        gaveUp = true;
        place = text.Length;
    }
}
