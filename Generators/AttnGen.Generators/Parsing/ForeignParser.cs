using System;
using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads <c>[assembly: TuneModel&lt;TModel&gt;]</c> and <c>[assembly: TuneAttention&lt;TModel, TLayer&gt;]</c>.</summary>
internal sealed class ForeignParser
{
    private readonly IAssemblySymbol assembly;
    private readonly List<AttributeData> layers;
    private readonly ILookup<string, INamedTypeSymbol> named;
    private readonly List<Problem> problems = [];

    private ForeignParser(IAssemblySymbol assembly, IReadOnlyList<AttributeData> declared)
    {
        this.assembly = assembly;
        named = declared.Select(attribute => Argument(attribute, 0)!).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).ToLookup(FullNameOf, StringComparer.OrdinalIgnoreCase);
        layers = [.. assembly.FindAttributes(Names.TuneAttention).Where(attribute => Argument(attribute, 0) is not null && Argument(attribute, 1) is not null)];
    }

    public static ForeignModels Parse(IAssemblySymbol assembly)
    {
        var declared = assembly.FindAttributes(Names.TuneModel).Where(attribute => Argument(attribute, 0) is not null).ToList();
        var parser = new ForeignParser(assembly, declared);
        var models = declared.GroupBy(attribute => Argument(attribute, 0)!, SymbolEqualityComparer.Default)
            .Select(same => parser.Model((INamedTypeSymbol)same.Key!, [.. same])).ToList();
        parser.CheckOwners(models);
        // What no other file can name has no generated part.
        return new ForeignModels([.. models.Where(model => !Visibility.IsHidden(model.Type))], parser.problems);
    }

    /// <summary>A class that an attribute names; null where there is none of that name, which the compiler says.</summary>
    private static INamedTypeSymbol? Argument(AttributeData attribute, int index) =>
        attribute.AttributeClass?.TypeArguments is { } arguments && index < arguments.Length && arguments[index] is INamedTypeSymbol { TypeKind: not TypeKind.Error } type ? type : null;

    private ParsedForeign Model(INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes)
    {
        var (first, before) = (attributes[0], problems.Count);
        foreach (var again in attributes.Skip(1))
        {
            Report(ForeignDescriptors.DeclaredTwice, again, $"TuneModel<{type.Name}>");
        }

        if (type.IsTunable())
        {
            Report(ForeignDescriptors.Tunable, first, type.Name);
        }

        if (type.SelfAndContainers().Any(part => part.IsGenericType))
        {
            Report(ForeignDescriptors.Generic, first, type.Name);
        }

        if (Visibility.IsHidden(type))
        {
            Report(ForeignDescriptors.FileLocal, first, type.Name);
        }

        var projections = Paths(first).Concat(layers.Where(layer => SymbolEqualityComparer.Default.Equals(Argument(layer, 0), type)).SelectMany(Members)).ToList();
        var head = Path(first, "Head");
        if (projections.Count == 0 && head is null && problems.Count == before)
        {
            Report(ForeignDescriptors.Nothing, first, type.Name);
        }

        var error = problems.Skip(before).FirstOrDefault()?.Text;
        return new ParsedForeign(type, new ForeignModel(Place(type), type.Reference(), projections.ToEquatableArray(), head, error));
    }

    private IEnumerable<ForeignProjectionModel> Paths(AttributeData attribute)
    {
        foreach (var role in MatrixNames.InOrder)
        {
            if (Path(attribute, role.Word()) is { } path)
            {
                yield return new ForeignProjectionModel(role, path, null);
            }
        }
    }

    private string? Path(AttributeData attribute, string name)
    {
        var text = attribute.Argument<string?>(name, null);
        if (text is null || PathPattern.Parse(text).Problem is not { } wrong)
        {
            return text;
        }

        Report(ForeignDescriptors.NoPath, attribute, name, wrong);
        return null;
    }

    private IEnumerable<ForeignProjectionModel> Members(AttributeData attribute)
    {
        var layer = Argument(attribute, 1)!;
        if (Visibility.IsHidden(layer))
        {
            Report(ForeignDescriptors.FileLocal, attribute, layer.Name);
            yield break;
        }

        foreach (var role in MatrixNames.InOrder)
        {
            if (attribute.Argument<string?>(role.Word(), null) is not { } name)
            {
                continue;
            }

            // What another assembly was allowed to read need not be visible here; its own compiler has checked it.
            if (assembly is not ISourceAssemblySymbol || Linears(layer).Contains(name))
            {
                yield return new ForeignProjectionModel(role, name, layer.Reference());
            }
            else
            {
                var others = Linears(layer).Select(other => $"'{other}'").ToList();
                Report(ForeignDescriptors.NoMember, attribute, role, layer.Name, name,
                    others.Count == 0 ? "It has none: say where it is by a path, on TuneModel" : $"It has {string.Join(", ", others)}");
            }
        }
    }

    /// <summary>The fields and properties that this assembly can read, and that hold a <c>Linear</c>.</summary>
    private IEnumerable<string> Linears(INamedTypeSymbol layer) => layer.SelfAndBases().SelectMany(type => type.GetMembers())
        .Where(member => !member.IsStatic && member switch
        {
            IFieldSymbol field => field.Type.IsNamed(Names.Linear) && IsReadable(field),
            IPropertySymbol { IsIndexer: false, GetMethod: { } getter } property => property.Type.IsNamed(Names.Linear) && IsReadable(getter),
            _ => false,
        }).Select(member => member.Name).Distinct();

    private bool IsReadable(ISymbol member) => member.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, assembly) || member.ContainingAssembly.GivesAccessTo(assembly),
        _ => false,
    };

    private void CheckOwners(IReadOnlyList<ParsedForeign> models)
    {
        foreach (var same in layers.GroupBy(layer => (Argument(layer, 0)!.Reference(), Argument(layer, 1)!.Reference())))
        {
            foreach (var again in same.Skip(1))
            {
                Report(ForeignDescriptors.DeclaredTwice, again, $"TuneAttention<{Argument(again, 0)!.Name}, {Argument(again, 1)!.Name}>");
            }
        }

        foreach (var stray in layers.Where(layer => !models.Any(model => SymbolEqualityComparer.Default.Equals(model.Type, Argument(layer, 0)))))
        {
            Report(ForeignDescriptors.NoModel, stray, Argument(stray, 0)!.Name, Argument(stray, 1)!.Name);
        }
    }

    private void Report(DiagnosticDescriptor descriptor, AttributeData attribute, params object[] arguments) =>
        problems.Add(new Problem(descriptor, attribute.Place(), arguments));

    /// <summary>Beside the class, so that whoever uses its namespace has its extension methods.</summary>
    private PlaceModel Place(INamedTypeSymbol type)
    {
        var name = NameOf(type) + Number(type);
        var space = SpaceOf(type);
        return new PlaceModel($"{(space is null ? "" : space.Replace("@", "") + ".")}{name}.g.cs", space, default, $"internal static class {name}", name);
    }

    /// <summary>A number where another model's generated part has the same name, in another case too: the compiler tells files apart without regard to case.</summary>
    private string Number(INamedTypeSymbol type)
    {
        var same = named[FullNameOf(type)].Select(other => other.Reference()).OrderBy(reference => reference, StringComparer.Ordinal).ToList();
        return same.Count > 1 ? Literal.Of(same.IndexOf(type.Reference()) + 1) : "";
    }

    private static string FullNameOf(INamedTypeSymbol type) => $"{SpaceOf(type)}.{NameOf(type)}";

    private static string NameOf(INamedTypeSymbol type) => string.Concat(type.SelfAndContainers().Reverse().Select(part => part.Name)) + "TuningExtensions";

    private static string? SpaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? null : string.Join(".", type.ContainingNamespace.ToDisplayString().Split('.').Select(part => Symbols.Escape(part.TrimStart('@'))));
}
