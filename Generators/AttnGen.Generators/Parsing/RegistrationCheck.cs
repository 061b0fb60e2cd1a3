using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Parsing;

/// <summary>Whether each way to make an instance ends with all components registered.</summary>
internal static class RegistrationCheck
{
    private const string Registration = "RegisterComponents";

    public static void Report(INamedTypeSymbol type, Action<Problem> report)
    {
        var components = new HashSet<string>(MemberParser.ComponentsOf(type).Select(component => component.Symbol.Name), StringComparer.Ordinal);
        // An abstract class may leave the registration to the class that is made.
        if (components.Count == 0 || type.IsAbstract || !type.Is(Names.TorchModule))
        {
            return;
        }

        var declarations = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>().ToList();
        var helpers = Helpers(type, [Registration]);
        var unread = Helpers(type, [Registration, .. Unreadable(type)]);
        // A base class's constructor registers by the generated override, after the field initializers of this class.
        var baseRegisters = type.BaseType?.IsOwnModule() ?? false;
        var constructors = declarations.SelectMany(declaration => declaration.Members).OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => !constructor.Modifiers.Any(modifier => modifier.Text == "static") && !IsDeclaredOnly(constructor)).ToList();
        // A primary constructor has no body, and what chains to it registers for itself alone.
        var isPrimary = declarations.Any(declaration => declaration.ParameterList is not null);
        if (!baseRegisters && (constructors.Count == 0 || (isPrimary && !constructors.Any(constructor => unread.Any(helper => Calls(constructor, helper).Any())))))
        {
            report(new Problem(ShapeDescriptors.NoConstructorBody, type.Place(), [type.Name]));
        }

        foreach (var constructor in constructors.Where(constructor => constructor.Initializer?.ThisOrBaseKeyword.Text != "this"))
        {
            Check(type, constructor, components, helpers, unread, baseRegisters, report);
        }
    }

    /// <summary>The methods of the bases that are compiled already, so that what they do cannot be read.</summary>
    private static IEnumerable<string> Unreadable(INamedTypeSymbol type) => OwnBases(type)
        .Where(each => each.DeclaringSyntaxReferences.IsEmpty).SelectMany(each => each.GetMembers().OfType<IMethodSymbol>())
        .Where(method => method is { MethodKind: MethodKind.Ordinary, IsStatic: false } && !CollisionCheck.IsGenerated(method)).Select(method => method.Name);

    private static IEnumerable<INamedTypeSymbol> OwnBases(INamedTypeSymbol type) => type.SelfAndBases().OfType<INamedTypeSymbol>().TakeWhile(Symbols.IsOwnModule);

    /// <summary>The given methods, and those of the class and its bases that call one, one by way of another too; generated parts override the registration itself.</summary>
    private static HashSet<string> Helpers(INamedTypeSymbol type, IEnumerable<string> first)
    {
        var methods = OwnBases(type).SelectMany(each => each.DeclaringSyntaxReferences).Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
            .SelectMany(declaration => declaration.Members).OfType<MethodDeclarationSyntax>().Where(method => method.Identifier.ValueText != Registration).ToList();
        var helpers = new HashSet<string>(first, StringComparer.Ordinal);
        int before;
        do
        {
            before = helpers.Count;
            helpers.UnionWith(methods.Where(method => helpers.Any(helper => Calls(method, helper).Any())).Select(method => method.Identifier.ValueText).ToList());
        }
        while (helpers.Count > before);

        return helpers;
    }

    private static void Check(
        INamedTypeSymbol type, ConstructorDeclarationSyntax constructor, HashSet<string> components, HashSet<string> helpers, HashSet<string> unread, bool baseRegisters, Action<Problem> report)
    {
        var assignments = constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().SelectMany(MemberAssignments.Of).Select(assignment => assignment.Target)
            .Where(target => MemberAssignments.NameOf(target) is { } name && components.Contains(name)).ToList();
        // What a local function or a lambda assigns, it assigns where it is called.
        var ordered = assignments.Where(target => !target.Ancestors().TakeWhile(node => node != constructor).Any(node => node is LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).ToList();
        var calls = helpers.SelectMany(helper => Calls(constructor, helper)).ToList();
        var properties = ImmutableDictionary<string, string?>.Empty.Add("components", string.Join(",", components));
        if (calls.Count == 0)
        {
            // A method that cannot be read may register what was assigned before it.
            var perhaps = unread.SelectMany(helper => Calls(constructor, helper)).Select(call => call.Span.End).DefaultIfEmpty(-1).Max();
            if (perhaps < 0 ? !baseRegisters || assignments.Count > 0 : ordered.Any(target => target.SpanStart > perhaps))
            {
                report(new Problem(ShapeDescriptors.NeverRegistered, constructor.Identifier.GetLocation(), [type.Name]) { Properties = properties });
            }

            return;
        }

        var last = calls.Max(call => call.Span.End);
        foreach (var late in ordered.Where(target => target.SpanStart > last))
        {
            report(new Problem(ShapeDescriptors.RegisteredTooEarly, late.GetLocation(), [MemberAssignments.NameOf(late)!]) { Properties = properties });
        }
    }

    /// <summary>Whether this is the half of a partial constructor that has no body.</summary>
    private static bool IsDeclaredOnly(ConstructorDeclarationSyntax constructor) => constructor is { Body: null, ExpressionBody: null };

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode node, string method) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => MemberAssignments.NameOf(call.Expression) == method);
}
