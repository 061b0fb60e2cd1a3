using System.Linq;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A class declares by its attributes.</summary>
internal sealed class TypeDeclarer(INamedTypeSymbol type) : Declarer
{
    public override string Name => type.Name;

    public override IAssemblySymbol Assembly => type.ContainingAssembly;

    public override Location? Place => type.Place();

    public override Location? MethodPlace => type.FindAttribute(Names.Lora)?.Place();

    public override Location? PlaceOf(Matrix matrix) => type.FindAttributes(Names.Tune).FirstOrDefault(attribute => (attribute.MatrixArgument() & matrix) != 0)?.Place();
}
