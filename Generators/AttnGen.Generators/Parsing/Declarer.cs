using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Who declares a strategy, and where each part of it stands.</summary>
internal abstract class Declarer
{
    /// <summary>Its name in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Where it is compiled.</summary>
    public abstract IAssemblySymbol Assembly { get; }

    /// <summary>The text that stands for another rank at <see cref="MethodPlace"/>, or null where the place holds more than the number.</summary>
    public virtual string? TextOf(long rank) => null;

    /// <summary>Where it stands.</summary>
    public abstract Location? Place { get; }

    /// <summary>Where the method's declaration stands.</summary>
    public abstract Location? MethodPlace { get; }

    /// <summary>Where the head's numbers stand.</summary>
    public virtual Location? HeadPlace => Place;

    /// <summary>Where the grouping is declared.</summary>
    public abstract Location? GroupingPlace { get; }

    /// <summary>Where the declaration that tunes a role stands.</summary>
    public abstract Location? PlaceOf(Matrix matrix);

    /// <summary>Where a number of the method is stated, in words; null where it is left out.</summary>
    public abstract string? OriginOfMethod(string number);

    /// <summary>Where a number of a role is stated, in words; null where it is left out.</summary>
    public abstract string? OriginOf(RoleModel role, string number);

    /// <summary>Where a number of the head is stated, in words; null where it is left to the model.</summary>
    public virtual string? OriginOfHead(string number) => null;
}
