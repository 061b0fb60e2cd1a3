using System.ComponentModel;

namespace AttnGen.CompilerServices;

/// <summary>
/// What is declared of each number, and where, in words: a session's explanation says it of a number that is still the declared one. Immutable.
/// Any two are equal, so that a record that carries one is compared by its numbers alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NumberOrigins : IEquatable<NumberOrigins>
{
    private readonly (string Name, object Value, string Origin)[] numbers;

    /// <summary>Makes an empty table.</summary>
    public NumberOrigins()
        : this([])
    {
    }

    private NumberOrigins((string Name, object Value, string Origin)[] numbers) => this.numbers = numbers;

    /// <summary>Nothing is declared.</summary>
    internal static NumberOrigins None { get; } = new();

    /// <summary>The table with one number more.</summary>
    /// <param name="name">Its name: <c>value[last:4].lrScale</c>.</param>
    /// <param name="value">What is declared; NaN for none.</param>
    /// <param name="origin">Where: <c>[Tune] on SelfAttention</c>, <c>fast.attngen.json(7)</c>.</param>
    public NumberOrigins With(string name, double value, string origin) => new([.. numbers, (name, value, origin)]);

    /// <summary>The table with one choice more that is a word.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The declared word.</param>
    /// <param name="origin">Where.</param>
    public NumberOrigins With(string name, string value, string origin) => new([.. numbers, (name, value, origin)]);

    /// <inheritdoc/>
    public bool Equals(NumberOrigins? other) => other is not null;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NumberOrigins);

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <summary>A table of those of the numbers that have an origin.</summary>
    internal static NumberOrigins Of(IEnumerable<NamedNumber> numbers, Func<NamedNumber, string?> originOf) =>
        new([.. numbers.Select(number => (number.Name, number.Value, Origin: originOf(number)!)).Where(number => number.Origin is not null)]);

    internal bool Declares(NamedNumber number) => numbers.Any(declared => declared.Name == number.Name);

    /// <summary>Where a number that is in force comes from.</summary>
    internal string OriginOf(NamedNumber number)
    {
        var declared = numbers.FirstOrDefault(declared => declared.Name == number.Name);
        return declared.Name is null
            ? number.IsDefault ? "default" : "argument"
            : Equals(declared.Value, number.Value) || (declared.Value is double rounded && number.Value is long whole && rounded == whole) ? declared.Origin : "argument";
    }
}
