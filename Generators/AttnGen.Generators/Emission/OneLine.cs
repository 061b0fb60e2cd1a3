using System.Linq;

namespace AttnGen.Generators.Emission;

/// <summary>Text of a file or of its name where generated code has a line for it.</summary>
internal static class OneLine
{
    /// <summary>The text with a space for each control character, and for each end of a line that C# knows.</summary>
    public static string Of(string text) => new([.. text.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character)]);
}
