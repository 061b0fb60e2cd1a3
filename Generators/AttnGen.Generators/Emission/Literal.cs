using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace AttnGen.Generators.Emission;

/// <summary>Values as C# writes them, the same in every culture.</summary>
internal static class Literal
{
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Of(double number)
    {
        if (double.IsNaN(number))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        return number.ToString("R", CultureInfo.InvariantCulture);
    }
}
