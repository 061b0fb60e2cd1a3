using System.Linq;

namespace AttnGen;

/// <summary>
/// The paths of modules that a declaration speaks of: parts between dots, where <c>*</c> stands for one part and <c>**</c> for any number of them. The
/// generator compiles this file too.
/// </summary>
internal sealed class PathPattern
{
    private const string One = "*";
    private const string Any = "**";

    private readonly string[] parts;

    private PathPattern(string[] parts) => this.parts = parts;

    /// <summary>The pattern, or what is wrong with its text.</summary>
    public static (PathPattern? Pattern, string? Problem) Parse(string text)
    {
        var parts = text.Split('.');
        var wrong = parts.FirstOrDefault(part => part.Length == 0 || part.Any(char.IsWhiteSpace) || (part.Contains("*") && part is not (One or Any)));
        return wrong is null
            ? (new PathPattern(parts), null)
            : (null, $"\"{text}\" is no path: it is names between dots, with * for any one name and ** for any number of them, like \"layers.*.attention.query\".");
    }

    public bool Matches(string path)
    {
        var names = path.Split('.');
        var (part, name, lastAny, resume) = (0, 0, -1, 0);
        while (name < names.Length)
        {
            if (part < parts.Length && parts[part] == Any)
            {
                (lastAny, resume) = (part++, name);
            }
            else if (part < parts.Length && (parts[part] == One || parts[part] == names[name]))
            {
                part++;
                name++;
            }
            else if (lastAny >= 0)
            {
                // The last "**" takes one name more; an earlier one never has to.
                (part, name) = (lastAny + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return parts.Skip(part).All(left => left == Any);
    }
}
