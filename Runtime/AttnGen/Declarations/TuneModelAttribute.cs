namespace AttnGen;

/// <summary>What <see cref="TuneModelAttribute{TModel}"/> says of a model class; the class itself is its type argument.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public abstract class TuneModelAttribute : Attribute
{
    private protected TuneModelAttribute(Type model) => Model = model;

    /// <summary>The model class.</summary>
    public Type Model { get; }

    /// <summary>The paths of the query projections, each a <c>Linear</c>; null, the default, where no path says it.</summary>
    public string? Query { get; set; }

    /// <summary>The paths of the key projections.</summary>
    public string? Key { get; set; }

    /// <summary>The paths of the value projections.</summary>
    public string? Value { get; set; }

    /// <summary>The paths of the heads, which are trained in full; null, the default, for a model without one.</summary>
    public string? Head { get; set; }
}
