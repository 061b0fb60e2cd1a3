using System.Collections;
using System.ComponentModel;

namespace AttnGen.CompilerServices;

/// <summary>The base of generated groups, which have one property for each group of a strategy known when compiling.</summary>
/// <param name="groups">The session's groups.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedGroups(TuningGroups groups) : IReadOnlyList<TuningGroup>
{
    /// <inheritdoc/>
    public int Count => groups.Count;

    /// <inheritdoc/>
    public TuningGroup this[int index] => groups[index];

    /// <summary>The head's group.</summary>
    protected TuningGroup HeadGroup => groups.Head;

    /// <summary>The group of a name, for a role with several.</summary>
    /// <param name="name">The name.</param>
    protected TuningGroup this[string name] => groups[name];

    /// <summary>The group of one role.</summary>
    /// <param name="matrix">One projection.</param>
    protected TuningGroup this[Matrix matrix] => groups[matrix];

    /// <inheritdoc/>
    public IEnumerator<TuningGroup> GetEnumerator() => groups.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
