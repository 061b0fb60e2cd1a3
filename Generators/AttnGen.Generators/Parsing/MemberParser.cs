using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads a class's components: its fields and automatic properties that TorchSharp would register.</summary>
internal static class MemberParser
{
    private static readonly ImmutableHashSet<string> NativeBacked = ["MultiheadAttention", "RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"];

    public static IReadOnlyList<ParsedMember> Parse(INamedTypeSymbol type, Action<Problem> report)
    {
        var held = HeldBy(type);
        var components = Certain(held);
        var roles = RoleParser.Parse(type, components, report);
        CheckMarks(type, components, report);
        var inherited = Inherited(type).ToList();
        var names = new HashSet<string>(inherited.Select(component => component.RegisteredName), StringComparer.Ordinal);
        var check = new NameCheck(type, components);
        var members = new List<ParsedMember>();
        foreach (var component in held)
        {
            var registered = RegisteredName(component);
            // What may be no module takes a name that is left, wherever it stands.
            var isTaken = component.Kind == ComponentKind.Perhaps && components.Select(RegisteredName).Contains(registered);
            if (registered.Length == 0 || registered.Contains('.') || isTaken || !names.Add(registered) || (component.Kind != ComponentKind.Perhaps && check.IsTaken(component, registered)))
            {
                if (component.Kind != ComponentKind.Perhaps)
                {
                    report(new Problem(RoleDescriptors.BadName, component.Symbol.Place(), [component.Symbol.Name, registered]));
                }

                continue;
            }

            members.Add(Member(component, registered, roles.TryGetValue(component.Symbol, out var role) ? role : Matrix.None, report));
        }

        foreach (var (member, hidden) in inherited.SelectMany(component => check.Hiding(component).Select(member => (member, component))))
        {
            report(new Problem(RoleDescriptors.BadName, member.Place(), [hidden.Name, hidden.RegisteredName]));
        }

        return members;
    }

    /// <summary>The members that are components by what is declared of them.</summary>
    public static IReadOnlyList<Component> ComponentsOf(INamedTypeSymbol type) => Certain(HeldBy(type));

    private static IReadOnlyList<Component> Certain(IReadOnlyList<Component> held) =>
        held.All(component => component.Kind != ComponentKind.Perhaps) ? held : [.. held.Where(component => component.Kind != ComponentKind.Perhaps)];

    /// <summary>The same, and those whose value may be a module.</summary>
    private static IReadOnlyList<Component> HeldBy(INamedTypeSymbol type)
    {
        var held = new List<Component>();
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsConst: false } field && (field.AssociatedSymbol is IPropertySymbol || (field.AssociatedSymbol is null && !field.IsImplicitlyDeclared)))
            {
                ISymbol symbol = field.AssociatedSymbol is IPropertySymbol property ? property.Declared() : field;
                if (KindOf(symbol, field.Type) is { } kind)
                {
                    held.Add(new Component(symbol, field, field.Type, kind));
                }
            }
        }

        return held;
    }

    private static ParsedMember Member(Component component, string registered, Matrix role, Action<Problem> report)
    {
        var (symbol, type) = (component.Symbol, component.Type);
        var kind = component.Kind switch
        {
            _ when role != Matrix.None => MapKind.Projection,
            ComponentKind.Parameter or ComponentKind.Buffer => MapKind.Parameter,
            _ => ModuleKind(type, symbol.ContainingAssembly),
        };
        var element = kind == MapKind.ModuleList ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        var head = symbol.FindMark(Names.Head) is { } attribute ? HeadParser.Parse(attribute, report) : null;
        var frozen = symbol.FindMark(Names.Freeze) is not null;
        var model = new MemberModel(
            symbol.Name, AccessTo(symbol), registered, component.Kind, kind, MapType(element), role, head, frozen, PropertyOf(component, registered, report))
        {
            ForeignMap = kind == MapKind.Foreign ? ForeignModels.Of(symbol.ContainingAssembly).Find(type)!.Model.Map : null,
            IsModuleByValue = component.Kind is ComponentKind.Module or ComponentKind.Perhaps && !IsModule(type),
        };
        return new ParsedMember(model, element as INamedTypeSymbol, type.NullableAnnotation == NullableAnnotation.Annotated, !symbol.ContainingType.IsSealed && symbol.DeclaredAccessibility != Accessibility.Private);
    }

    /// <summary>The interface's own name is the only one of a property that implements it alone.</summary>
    private static string AccessTo(ISymbol symbol) => symbol is IPropertySymbol { ExplicitInterfaceImplementations: [var implemented, ..] }
        ? $"(({implemented.ContainingType.Reference()})this).{Symbols.Escape(implemented.Name)}"
        : $"this.{Symbols.Escape(symbol.Name)}";

    /// <summary>
    /// TorchSharp replaces a parameter or buffer when it changes device or type, so that something must be able to set its property: generated code, or, where
    /// TorchSharp finds the property by its name, TorchSharp, which sees no private setter of a base class.
    /// </summary>
    private static PropertyKind PropertyOf(Component component, string registered, Action<Problem> report)
    {
        if (component.Symbol is not IPropertySymbol property)
        {
            return component.IsReplaced && NameCheck.PropertyOf(component.Symbol.ContainingType, registered) is not null ? PropertyKind.Beside : PropertyKind.None;
        }

        if (component.Kind is ComponentKind.Module or ComponentKind.Perhaps)
        {
            return PropertyKind.Found;
        }

        var isFound = property.DeclaredAccessibility == Accessibility.Public && registered == property.Name;
        var isInherited = isFound && !property.ContainingType.IsSealed;
        var isPrivate = isInherited && property.SetMethod is { DeclaredAccessibility: Accessibility.Private };
        if (isPrivate || property.SetMethod is null or { IsInitOnly: true })
        {
            var setter = Setter(property, isInherited);
            report(new Problem(RoleDescriptors.NotSettable, property.Place(), [property.Name, isPrivate ? " that derived classes have" : "", setter])
            {
                Properties = ImmutableDictionary<string, string?>.Empty.Add("setter", setter),
            });
            return PropertyKind.Found;
        }

        return isFound ? PropertyKind.Found : PropertyKind.Hidden;
    }

    /// <summary>The least visible setter that is enough. What has to be set is set from outside; a modifier has to hide more than the property's, and only one accessor has one.</summary>
    private static string Setter(IPropertySymbol property, bool isInherited) =>
        property.IsRequired || property.DeclaredAccessibility == Accessibility.Private || property.GetMethod?.DeclaredAccessibility != property.DeclaredAccessibility ? "set"
        : isInherited ? "protected set"
        : "private set";

    /// <summary>[Head] and [Freeze] stand on parameters and modules, not both on one, and speak of all of it.</summary>
    private static void CheckMarks(INamedTypeSymbol type, IReadOnlyList<Component> components, Action<Problem> report)
    {
        foreach (var symbol in type.GetMembers().Where(member => member is IFieldSymbol or IPropertySymbol && !member.IsImplicitlyDeclared))
        {
            var (head, freeze) = (symbol.FindMark(Names.Head), symbol.FindMark(Names.Freeze));
            var isComponent = components.Any(component => component.Kind != ComponentKind.Buffer && SymbolEqualityComparer.Default.Equals(component.Symbol, symbol));
            foreach (var mark in new[] { head, freeze }.OfType<AttributeData>().Where(_ => !isComponent))
            {
                report(new Problem(RoleDescriptors.NotAComponent, mark.Place(), [symbol.Name]));
            }

            if (isComponent && head is not null && freeze is not null)
            {
                report(new Problem(RoleDescriptors.HeadAndFrozen, freeze.Place(), [symbol.Name]));
            }

            foreach (var partial in isComponent && freeze is not null ? symbol.FindMarks(Names.Freeze).Where(mark => mark.MatrixArgument() != Matrix.None) : [])
            {
                report(new Problem(RoleDescriptors.PartFrozen, partial.Place(), [symbol.Name, partial.MatrixArgument()]));
            }
        }
    }

    /// <summary>What tunable base classes register already.</summary>
    private static IEnumerable<InheritedComponent> Inherited(INamedTypeSymbol type) =>
        type.BaseType is null ? [] : type.BaseType.SelfAndBases().OfType<INamedTypeSymbol>().Where(Symbols.IsTunable)
            .SelectMany(parent => SymbolEqualityComparer.Default.Equals(parent.ContainingAssembly, type.ContainingAssembly)
                ? ComponentsOf(parent).Select(component => new InheritedComponent(component.Symbol.Name, RegisteredName(component), component.IsReplaced, component.Field))
                : PublishedMap.Read(parent).Select(member => new InheritedComponent(member.Model.Name, member.Model.RegisteredName, member.Model.Map == MapKind.Parameter, null)));

    private static ComponentKind? KindOf(ISymbol symbol, ITypeSymbol type) =>
        type.Is(Names.Parameter) ? ComponentKind.Parameter
        : type.Is(Names.Tensor) ? ComponentKind.Buffer
        : IsModule(type) || StandsForModule(type) ? ComponentKind.Module
        : !MayHoldModule(type) ? null
        : symbol.FindMark(Names.Head) is not null || symbol.FindMark(Names.Freeze) is not null ? ComponentKind.Module
        : MayBeRead(symbol) ? ComponentKind.Perhaps
        : null;

    /// <summary>Whether to look at a value that is probably no module changes nothing: a getter that is written may throw or load, and what is obsolete warns.</summary>
    private static bool MayBeRead(ISymbol symbol) => symbol.FindAttribute(Names.Obsolete) is null && (symbol is not IPropertySymbol property || HasAutomaticGetter(property));

    /// <summary>Whether a property's getter is the compiler's, in derived classes too.</summary>
    private static bool HasAutomaticGetter(IPropertySymbol property) =>
        property is { GetMethod: { } getter, IsVirtual: false, IsOverride: false }
        && getter.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null, Parent.Parent: MemberDeclarationSyntax declaration }
            && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>Whether each value of a type is a module.</summary>
    /// <summary>Whether every value of a type is a module; of a type parameter, by its constraints.</summary>
    internal static bool IsModule(ITypeSymbol type) => type.Is(Names.TorchModule) || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsModule));

    /// <summary>Whether a type is TorchSharp's interface of modules, or has it.</summary>
    private static bool StandsForModule(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(StandsForModule),
        { TypeKind: TypeKind.Interface } => type.IsNamed(Names.ModuleInterface) || type.AllInterfaces.Any(parent => parent.IsNamed(Names.ModuleInterface)),
        _ => false,
    };

    /// <summary>Whether a value may be a module though nothing says so. Of a collection's interface another diagnostic speaks.</summary>
    private static bool MayHoldModule(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol parameter => !parameter.HasValueTypeConstraint && parameter.ConstraintTypes.All(MayHoldModule),
        { SpecialType: SpecialType.System_Object } => true,
        { TypeKind: TypeKind.Interface } => type.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) is not true,
        _ => false,
    };

    private static MapKind ModuleKind(ITypeSymbol type, IAssemblySymbol assembly)
    {
        if (type.IsTunable())
        {
            return MapKind.Module;
        }

        if (type is INamedTypeSymbol { TypeArguments: [var element] } && type.IsNamed(Names.ModuleList))
        {
            return element.IsTunable() ? MapKind.ModuleList : IsLayer(element) ? MapKind.Layer : MapKind.Opaque;
        }

        return IsLayer(type) ? MapKind.Layer : ForeignModels.Of(assembly).Find(type) is not null ? MapKind.Foreign : MapKind.Opaque;
    }

    public static bool IsNativeAttention(ITypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() == Names.TorchModules && (type.Name == "MultiheadAttention" || type.Name.StartsWith("Transformer", StringComparison.Ordinal));

    /// <summary>TorchSharp's own layers; not its containers, and not those whose parameters are new objects at each look.</summary>
    private static bool IsLayer(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsGenericType: false } && type.ContainingNamespace?.ToDisplayString() == Names.TorchModules && type.ContainingAssembly?.Name == "TorchSharp"
        && type.Name is not ("Sequential" or "ParameterList") && !type.Name.StartsWith("Transformer", StringComparison.Ordinal) && !NativeBacked.Contains(type.Name);

    private static string RegisteredName(Component component)
    {
        if (component.Symbol.FindMark(Names.Name) is { ConstructorArguments: [{ Value: string name }] })
        {
            return name;
        }

        return component.Symbol.FindMark(Names.ComponentName)?.Argument<string?>("Name", null) ?? component.Symbol.Name;
    }

    /// <summary>A type as an attribute can name it: not where a type parameter is part of it, or where it is less visible than the class.</summary>
    private static string? MapType(ITypeSymbol type) => Nameable(type) ? type.Reference() : null;

    internal static bool Nameable(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => !named.IsFileLocal && named.TypeArguments.All(Nameable)
            && named.DeclaredAccessibility is not (Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            && (named.ContainingType is null || Nameable(named.ContainingType)),
        _ => false,
    };
}
