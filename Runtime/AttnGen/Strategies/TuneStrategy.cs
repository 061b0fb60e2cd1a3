using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AttnGen.CompilerServices;

namespace AttnGen;

/// <summary>
/// Which projections of a model are tuned, by which method and at which rates. A value: two strategies that say the same are equal.
/// What a strategy does not name is frozen.
/// </summary>
public abstract class TuneStrategy : IEquatable<TuneStrategy>
{
    private protected TuneStrategy(TuneStrategyBuilder builder)
    {
        Method = builder.Method;
        Roles = builder.Roles;
        Head = builder.HeadDeclaration;
        Grouping = builder.DeclaredGrouping;
        Origins = builder.Origins;
        Description = Describe();
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Description)));
    }

    /// <summary>How the projections are tuned.</summary>
    public TuningMethod Method { get; }

    /// <summary>The tuned roles, in the order query, key, value.</summary>
    public IReadOnlyList<RoleDeclaration> Roles { get; }

    /// <summary>The head's numbers, or null where the head is frozen.</summary>
    public HeadDeclaration? Head { get; }

    /// <summary>Into which groups the parameters go.</summary>
    public Grouping Grouping { get; }

    /// <summary>Where the numbers are declared; no part of the value.</summary>
    internal NumberOrigins Origins { get; }

    /// <summary>The strategy in one line, the same in every culture: <c>lora rank=8 alpha=8 dropout=0; Q x1; V x4; head x1</c>.</summary>
    public string Description { get; }

    /// <summary>SHA-256 of <see cref="Description"/>, in hexadecimal. Run states carry it.</summary>
    public string Hash { get; }

    /// <inheritdoc/>
    public bool Equals(TuneStrategy? other) => other is not null && other.GetType() == GetType() && other.Description == Description;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TuneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => Description.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc cref="Description"/>
    public override string ToString() => Description;

    private string Describe()
    {
        var parts = new List<string> { Roles.Count == 0 ? "head only" : Method.Describe() };
        parts.AddRange(Roles.Select(role => Numbers(role.Matrix.ToString(), role.LrScale, role.WeightDecay) + (role.Selection.IsEvery ? "" : $" layers={role.Layers}")));
        parts.Add(Head is null ? "head frozen" : Numbers("head", Head.LrScale, Head.WeightDecay));
        if (Grouping == Grouping.Paper)
        {
            parts.Add("grouping of the paper");
        }

        return string.Join("; ", parts);
    }

    private static string Numbers(string name, double lrScale, double? weightDecay)
    {
        var decay = weightDecay is { } value ? string.Create(CultureInfo.InvariantCulture, $" decay={value:R}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{name} x{lrScale:R}{decay}");
    }
}
