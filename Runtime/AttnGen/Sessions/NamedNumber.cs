using System.Globalization;

namespace AttnGen;

/// <summary>A number of a session, by the name that it has in files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A double, NaN for none; a whole number that a double may not hold; or a word.</param>
/// <param name="Default">The library's default.</param>
internal sealed record NamedNumber(string Name, object Value, object Default)
{
    /// <summary>Whether it is printed as rates are.</summary>
    public bool IsSmall { get; init; }

    public bool IsDefault => Equals(Value, Default);

    /// <summary>Whether it is a default that changes nothing: zero, or none.</summary>
    public bool IsIdle => IsDefault && Value is double.NaN or 0.0;

    public string Text => Value switch
    {
        double.NaN => "none",
        double number => number.ToString(IsSmall ? "0.0##############e-0" : "R", CultureInfo.InvariantCulture),
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        _ => (string)Value,
    };
}
