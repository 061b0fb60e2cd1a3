using System;
using System.Linq;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A class declares by its attributes.</summary>
internal sealed class TypeDeclarer(INamedTypeSymbol type) : Declarer
{
    public override string Name => type.Name;

    public override IAssemblySymbol Assembly => type.ContainingAssembly;

    public override Location? Place => type.Place();

    public override Location? MethodPlace => MethodAttributes.Of(type).Select(found => found.Attribute.Place()).FirstOrDefault();

    public override Location? GroupingPlace => type.FindAttribute(Names.Grouping)?.Place();

    public override Location? PlaceOf(Matrix matrix) => type.FindAttributes(Names.Tune).FirstOrDefault(attribute => (attribute.MatrixArgument() & matrix) != 0)?.Place();

    // The class and no line: each edit above it would change what is generated.
    public override string? OriginOfMethod(string number) =>
        MethodAttributes.Of(type).Where(found => found.Attribute.NamedArguments.Any(argument => string.Equals(argument.Key, number, StringComparison.OrdinalIgnoreCase)))
            .Select(found => $"[{found.Kind}] on {type.Name}").FirstOrDefault();

    /// <summary>A factor of 1 and no decay of its own are what a role has anyway, written down or not.</summary>
    public override string? OriginOf(RoleModel role, string number) =>
        (number == NumberNames.LrScale ? role.LrScale == 1 : double.IsNaN(role.WeightDecay)) ? null : $"[Tune] on {type.Name}";
}
