using System;
using System.Collections.Generic;
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
        // A method of the class's own that registers; generated parts override the registration itself.
        var helpers = new HashSet<string>(
            declarations.SelectMany(declaration => declaration.Members).OfType<MethodDeclarationSyntax>()
                .Where(method => method.Identifier.ValueText != Registration && Calls(method, Registration).Any())
                .Select(method => method.Identifier.ValueText),
            StringComparer.Ordinal) { Registration };
        // A base class's constructor registers by the generated override, after the field initializers of this class.
        var baseRegisters = type.BaseType?.IsOwnModule() ?? false;
        var constructors = declarations.SelectMany(declaration => declaration.Members).OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => !constructor.Modifiers.Any(modifier => modifier.Text == "static")).ToList();
        if (constructors.Count == 0 && !baseRegisters)
        {
            report(new Problem(ShapeDescriptors.NoConstructorBody, type.Place(), [type.Name]));
        }

        foreach (var constructor in constructors.Where(constructor => constructor.Initializer?.ThisOrBaseKeyword.Text != "this"))
        {
            Check(type, constructor, components, helpers, baseRegisters, report);
        }
    }

    private static void Check(
        INamedTypeSymbol type, ConstructorDeclarationSyntax constructor, HashSet<string> components, HashSet<string> helpers, bool baseRegisters, Action<Problem> report)
    {
        var assignments = constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(assignment => NameOf(assignment.Left) is { } name && components.Contains(name)).ToList();
        var calls = helpers.SelectMany(helper => Calls(constructor, helper)).ToList();
        if (calls.Count == 0)
        {
            if (!baseRegisters || assignments.Count > 0)
            {
                report(new Problem(ShapeDescriptors.NeverRegistered, constructor.Identifier.GetLocation(), [type.Name]));
            }

            return;
        }

        var last = calls.Max(call => call.Span.End);
        foreach (var late in assignments.Where(assignment => assignment.SpanStart > last))
        {
            report(new Problem(ShapeDescriptors.RegisteredTooEarly, late.Left.GetLocation(), [NameOf(late.Left)!]));
        }
    }

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode node, string method) =>
        node.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => NameOf(call.Expression) == method);

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
