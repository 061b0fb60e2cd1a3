using System.Collections;

namespace AttnGen;

/// <summary>The groups of a session, in the order query, key, value, head; only those that the strategy has.</summary>
public sealed class TuningGroups : IReadOnlyList<TuningGroup>
{
    private readonly IReadOnlyList<TuningGroup> groups;

    internal TuningGroups(IReadOnlyList<TuningGroup> groups) => this.groups = groups;

    /// <inheritdoc/>
    public int Count => groups.Count;

    /// <inheritdoc/>
    public TuningGroup this[int index] => groups[index];

    /// <summary>The group of one role.</summary>
    /// <param name="matrix">One projection.</param>
    /// <exception cref="KeyNotFoundException">The strategy does not tune it, or has several groups of it, for different layers.</exception>
    public TuningGroup this[Matrix matrix] => Find(group => group.Matrix == matrix && matrix != Matrix.None, matrix.ToString());

    /// <summary>The group of a name.</summary>
    /// <param name="name"><c>query</c>, <c>key</c>, <c>value</c> or <c>head</c>; with the layers where it is not for all: <c>value[last:4]</c>.</param>
    /// <exception cref="KeyNotFoundException">The strategy has no such group.</exception>
    public TuningGroup this[string name] => Find(group => group.Name == name, name);

    /// <summary>The head's group.</summary>
    /// <exception cref="KeyNotFoundException">The model has no head, or the strategy freezes it.</exception>
    public TuningGroup Head => this[PlannedGroup.HeadName];

    /// <inheritdoc/>
    public IEnumerator<TuningGroup> GetEnumerator() => groups.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TuningGroup Find(Func<TuningGroup, bool> matches, string asked)
    {
        var found = groups.Where(matches).Take(2).ToList();
        return found is [var only]
            ? only
            : throw new KeyNotFoundException($"The strategy has {(found.Count == 0 ? "no group" : "several groups")} for '{asked}'. Its groups are: {string.Join(", ", groups.Select(group => group.Name))}.");
    }
}
