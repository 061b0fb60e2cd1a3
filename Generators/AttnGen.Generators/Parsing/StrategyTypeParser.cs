using System;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>From a <c>[TuneStrategy&lt;TModel&gt;]</c> class to what is emitted for it, by the rules of a model's own declarations.</summary>
internal static class StrategyTypeParser
{
    public static readonly string[] Generated = ["Value", "Begin", "Numbers", "ModelGroups"];

    /// <summary>The class's model, or null where nothing sound could be emitted.</summary>
    public static StrategyTypeModel? Parse(INamedTypeSymbol type, Action<Problem> report)
    {
        var place = ShapeParser.ParseStrategyType(type, report);
        var attribute = type.FindAttribute(Names.TuneStrategy);
        if (attribute?.AttributeClass?.TypeArguments is not [INamedTypeSymbol { TypeKind: not TypeKind.Error } model])
        {
            return null;
        }

        var foreign = model.IsTunable() ? null : ForeignModels.Of(type.ContainingAssembly).Find(model);
        if (foreign is null && (!model.IsTunable() || !model.Is(Names.TorchModule)))
        {
            report(new Problem(StrategyDescriptors.StrategyOfNoModel, attribute.Place(), [type.Name, model.Name]));
            return null;
        }

        var hidden = Visibility.FileLocals(model).ToList();
        if (hidden.Count > 0)
        {
            // The declaration of a model is refused already, and so is what it is in.
            foreach (var local in hidden.Where(local => !local.IsTunable() && !model.SelfAndContainers().Contains(local, SymbolEqualityComparer.Default)))
            {
                report(new Problem(ShapeDescriptors.FileLocal, local.Place(), [local.Name]));
            }

            return null;
        }

        if (!Visibility.Reaches(type, model))
        {
            report(new Problem(StrategyDescriptors.MoreVisible, type.Place(), [type.Name, model.Name]));
            return null;
        }

        var collisions = type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !CollisionCheck.IsGenerated(member) && Generated.Contains(member.Name)).ToList();
        // A member cannot have its class's name either.
        if (Generated.Contains(type.Name))
        {
            collisions.Add(type);
        }

        collisions.ForEach(member => report(new Problem(ShapeDescriptors.Collision, member.Place(), [member.Name, type.Name])));
        var strategy = StrategyParser.ParseFor(model, type, report);
        return place is null || collisions.Count > 0
            ? null
            : new StrategyTypeModel(place, model.Reference(), IsPublic(model) ? "public" : "internal", strategy) { ForeignMap = foreign?.Model.Map };
    }

    public static bool IsPublic(ITypeSymbol type) => type is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } named
        && named.TypeArguments.All(IsPublic) && (named.ContainingType is null || IsPublic(named.ContainingType));
}
