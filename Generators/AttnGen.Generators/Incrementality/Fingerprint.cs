namespace AttnGen.Generators.Incrementality;

/// <summary>128 bits that are equal where what was added is equal. Not for secrets: for telling whether something changed.</summary>
internal struct Fingerprint : System.IEquatable<Fingerprint>
{
    private ulong first;
    private ulong second;

    /// <summary>Adds a number.</summary>
    public void Add(ulong value)
    {
        // Two lanes of multiply and rotate with different odd constants (those of xxHash64), so that a collision has to happen in both.
        first = Rotate(first ^ (value * 0xC2B2AE3D27D4EB4F), 31) * 0x9E3779B185EBCA87 + 0x85EBCA77C2B2AE63;
        second = Rotate(second + (value * 0x27D4EB2F165667C5), 29) * 0xC2B2AE3D27D4EB4F ^ 0x165667B19E3779F9;
    }

    /// <summary>Adds a text, and where it ends.</summary>
    public void Add(string text)
    {
        foreach (var character in text)
        {
            Add(character);
        }

        Add(0x1_0000UL + (ulong)text.Length);
    }

    /// <summary>Adds another one.</summary>
    public void Add(Fingerprint other)
    {
        Add(other.first);
        Add(other.second);
    }

    /// <inheritdoc/>
    public readonly bool Equals(Fingerprint other) => first == other.first && second == other.second;

    /// <inheritdoc/>
    public override readonly bool Equals(object? other) => other is Fingerprint print && Equals(print);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => first.GetHashCode();

    private static ulong Rotate(ulong value, int bits) => (value << bits) | (value >> (64 - bits));
}
