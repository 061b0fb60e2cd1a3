using System.Globalization;

namespace AttnGen.Training.Tests.Support;

/// <summary>Runs something in a culture whose numbers look different.</summary>
internal static class Cultures
{
    /// <summary>The process is culture-invariant, where a culture's name alone would change nothing: so its formats are set as well.</summary>
    public static T In<T>(string name, Func<T> what)
    {
        var former = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "\u2212", PercentDecimalSeparator = ",", NaNSymbol = name };
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = "h";
        CultureInfo.CurrentCulture = culture;
        try
        {
            return what();
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }
}
