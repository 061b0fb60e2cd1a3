using System.Globalization;

namespace AttnGen.Training;

/// <summary>A report's numbers as text, equal in every culture.</summary>
internal static class ReportNumber
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = "\u2013";

    private const string Minus = "\u2212";

    /// <summary>A share in percent with two decimals: <c>86.73</c>.</summary>
    public static string Percent(double share) => Of(share * 100, "0.00");

    /// <summary>A difference of shares in points, with its sign: <c>+0.40</c>.</summary>
    public static string Points(double difference) => Of(difference * 100, "+0.00;-0.00;0.00");

    /// <summary>A learning rate: <c>2e-5</c>.</summary>
    public static string Rate(double rate) => rate.ToString("0.###e-0", CultureInfo.InvariantCulture);

    /// <summary>A factor: <c>0.75</c>.</summary>
    public static string Factor(double factor) => factor.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A whole number without groups.</summary>
    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number with groups of three: <c>294,912</c>.</summary>
    public static string Grouped(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A positive duration in seconds with three digits that count, and never an exponent: <c>0.120</c>.</summary>
    public static string Seconds(double seconds) => seconds.ToString($"F{Count(Math.Clamp(2 - (int)Math.Floor(Math.Log10(seconds)), 0, 9))}", CultureInfo.InvariantCulture);

    /// <summary>A number that reads back as the same one.</summary>
    public static string Exact(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Of(double number, string format)
    {
        string text = number.ToString(format, CultureInfo.InvariantCulture);
        // A small negative number that rounds to nothing has no sign.
        return text.Trim('-', '+', '0', '.').Length == 0 ? "0.00" : text.Replace("-", Minus, StringComparison.Ordinal);
    }
}
