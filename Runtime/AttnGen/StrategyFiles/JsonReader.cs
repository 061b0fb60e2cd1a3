using System;
using System.Collections.Generic;

namespace AttnGen.StrategyFiles;

/// <summary>
/// Reads JSON (RFC 8259), with comments and trailing commas, to values that know their places. It goes on after a mistake, so that all of a file's
/// mistakes are found. The generator compiles this file too.
/// </summary>
internal sealed class JsonReader
{
    private const int MostDepth = 64;

    private readonly JsonScanner scanner;

    private JsonReader(JsonScanner scanner) => this.scanner = scanner;

    /// <summary>The file's value; problems are added to the list.</summary>
    public static JsonNode Read(string text, List<FileProblem> problems)
    {
        var scanner = new JsonScanner(text, problems);
        scanner.SkipSpace();
        if (scanner.AtEnd)
        {
            scanner.Report(scanner.Place, 0, "The file is empty; it is an object with \"model\" and \"strategies\".");
            return new JsonNode(JsonKind.Wrong, new TextRange(scanner.Place, 0));
        }

        var root = new JsonReader(scanner).Value(0);
        scanner.SkipSpace();
        if (!scanner.AtEnd && problems.Count == 0)
        {
            scanner.Report(scanner.Place, text.Length - scanner.Place, "There is more after the end of the value.");
        }

        return root;
    }

    private JsonNode Value(int depth)
    {
        var start = scanner.Place;
        if (depth > MostDepth)
        {
            scanner.Report(start, 1, $"The values are nested more than {MostDepth} deep.");
            scanner.GiveUp();
            return new JsonNode(JsonKind.Wrong, new TextRange(start, 0));
        }

        switch (scanner.Here)
        {
            case '{':
                return Object(depth);
            case '[':
                return Array(depth);
            case '"':
                return new JsonNode(JsonKind.Text, default) { Text = scanner.String() } with { Range = TextRange.Between(start, scanner.Place) };
            default:
                return scanner.Scalar();
        }
    }

    private JsonNode Object(int depth)
    {
        var (start, members, names) = (scanner.Place++, new List<JsonMember>(), new HashSet<string>(StringComparer.Ordinal));
        while (true)
        {
            scanner.SkipSpace();
            if (Closes('}', start))
            {
                return new JsonNode(JsonKind.Object, TextRange.Between(start, scanner.Place)) { Members = members };
            }

            if (scanner.Here != '"')
            {
                scanner.Report(scanner.Place, 1, "A key in double quotes is expected here.");
                SkipPast();
                continue;
            }

            var nameStart = scanner.Place;
            var name = scanner.String();
            var nameRange = TextRange.Between(nameStart, scanner.Place);
            if (!names.Add(name))
            {
                scanner.Report(nameRange, $"The key \"{name}\" is there twice.");
            }

            scanner.SkipSpace();
            if (scanner.Here != ':')
            {
                scanner.Report(scanner.Place, 1, $"A colon is expected after \"{name}\".");
                SkipPast();
                continue;
            }

            scanner.Place++;
            scanner.SkipSpace();
            members.Add(new JsonMember(name, nameRange, Value(depth + 1)));
            Separate('}');
        }
    }

    private JsonNode Array(int depth)
    {
        var (start, items) = (scanner.Place++, new List<JsonNode>());
        while (true)
        {
            scanner.SkipSpace();
            if (Closes(']', start))
            {
                return new JsonNode(JsonKind.Array, TextRange.Between(start, scanner.Place)) { Items = items };
            }

            items.Add(Value(depth + 1));
            Separate(']');
        }
    }

    /// <summary>Whether an object or array ends here, by its bracket or by the end of the file.</summary>
    private bool Closes(char bracket, int start)
    {
        if (scanner.AtEnd)
        {
            scanner.Report(start, 1, $"This is not closed: '{bracket}' is missing.");
            return true;
        }

        if (scanner.Here is '}' or ']')
        {
            if (scanner.Here != bracket)
            {
                scanner.Report(scanner.Place, 1, $"'{bracket}' is expected here.");
            }

            scanner.Place++;
            return true;
        }

        return false;
    }

    private void Separate(char bracket)
    {
        scanner.SkipSpace();
        if (scanner.Here == ',')
        {
            scanner.Place++;
        }
        else if (!scanner.AtEnd && scanner.Here is not ('}' or ']'))
        {
            scanner.Report(scanner.Place, 1, $"A comma or '{bracket}' is expected here.");
            if (scanner.Here is not ('"' or '{' or '['))
            {
                SkipPast();
            }
        }
    }

    /// <summary>After a mistake: to the next comma, and past it, or to a closing bracket.</summary>
    private void SkipPast()
    {
        while (!scanner.AtEnd && scanner.Here is not ('}' or ']'))
        {
            if (scanner.Here == '"')
            {
                scanner.String();
                continue;
            }

            if (Take() == ',')
            {
                return;
            }
        }
    }

    private char Take()
    {
        var character = scanner.Here;
        scanner.Place++;
        return character;
    }
}
