using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>What the places of a document are called.</summary>
internal abstract class DocumentPlaces
{
    /// <summary>The document itself, in messages.</summary>
    public abstract string Name { get; }

    /// <summary>How names in it are compared.</summary>
    public virtual StringComparison NameComparison => StringComparison.Ordinal;

    /// <summary>A place as a mistake names it.</summary>
    public abstract string At(TextRange range);

    /// <summary>A place as the origin of a number.</summary>
    public abstract string OriginOf(TextRange range);
}
