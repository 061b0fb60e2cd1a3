using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads a Linear's sizes where the class's own text proves them: <c>query = nn.Linear(768, 768)</c>, with literals or constants of the class.</summary>
internal static class SizeParser
{
    private const string Factory = "Linear";

    /// <summary>The sizes by member; a member whose sizes are not constants, or that is assigned more than once, is not there.</summary>
    public static IReadOnlyDictionary<string, (long In, long Out)> Of(INamedTypeSymbol type)
    {
        var values = new Dictionary<string, ExpressionSyntax?>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers())
        {
            switch (member)
            {
                case IFieldSymbol or IPropertySymbol when Initializer(member) is { } value:
                    values[member.Name] = value;
                    break;
                case IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } constructor:
                    AddAssignments(constructor.PartialImplementationPart ?? constructor, values);
                    break;
            }
        }

        var sizes = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        foreach (var pair in values)
        {
            if (pair.Value is InvocationExpressionSyntax { ArgumentList.Arguments: [var first, var second, ..] } call && IsLinear(type, call)
                && Constant(type, first) is { } input && Constant(type, second) is { } output)
            {
                sizes.Add(pair.Key, (input, output));
            }
        }

        return sizes;
    }

    private static ExpressionSyntax? Initializer(ISymbol member) =>
        member.IsImplicitlyDeclared || member.DeclaringSyntaxReferences is not [var reference] ? null : reference.GetSyntax() switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };

    private static void AddAssignments(ISymbol constructor, Dictionary<string, ExpressionSyntax?> values)
    {
        foreach (var (target, value) in constructor.DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax().DescendantNodes()).OfType<AssignmentExpressionSyntax>().SelectMany(MemberAssignments.Of))
        {
            if (MemberAssignments.NameOf(target) is { } name)
            {
                values[name] = values.ContainsKey(name) ? null : value;
            }
        }
    }

    /// <summary>Whether a call is of TorchSharp's factory: <c>nn.Linear(...)</c>, or <c>Linear(...)</c> where no method of the class's own has the name.</summary>
    private static bool IsLinear(INamedTypeSymbol type, InvocationExpressionSyntax call) => call.Expression switch
    {
        IdentifierNameSyntax { Identifier.ValueText: Factory } => !DeclaresFactory(type)
            && !call.Ancestors().OfType<ConstructorDeclarationSyntax>().SelectMany(constructor => constructor.DescendantNodes()).OfType<LocalFunctionStatementSyntax>().Any(local => local.Identifier.ValueText == Factory),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: Factory, Expression: IdentifierNameSyntax { Identifier.ValueText: "nn" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "nn" } } => true,
        _ => false,
    };

    private static bool DeclaresFactory(INamedTypeSymbol type) =>
        type.SelfAndContainers().Any(part => part.SelfAndBases().Any(each => each.GetMembers(Factory).Any(member => member is IMethodSymbol)));

    private static long? Constant(INamedTypeSymbol type, ArgumentSyntax argument) => argument switch
    {
        { NameColon: not null } => null,
        { Expression: LiteralExpressionSyntax { Token.Value: int number } } => number,
        { Expression: LiteralExpressionSyntax { Token.Value: long number } } => number,
        { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } when !IsShadowed(argument, name) => type.GetMembers(name).OfType<IFieldSymbol>()
            .Select(field => field.ConstantValue switch { int number => number, long number => number, _ => (long?)null }).FirstOrDefault(),
        _ => null,
    };

    /// <summary>Whether a name is a parameter or a local where it stands, and no member of the class.</summary>
    private static bool IsShadowed(SyntaxNode place, string name) => place.Ancestors().TakeWhile(node => node is not BaseNamespaceDeclarationSyntax).Any(node => node switch
    {
        ConstructorDeclarationSyntax constructor => constructor.DescendantNodes().Any(inner => Declares(inner, name)),
        TypeDeclarationSyntax { ParameterList: { } parameters } => parameters.Parameters.Any(parameter => Declares(parameter, name)),
        _ => false,
    });

    private static bool Declares(SyntaxNode node, string name) => name == node switch
    {
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        VariableDeclaratorSyntax local => local.Identifier.ValueText,
        SingleVariableDesignationSyntax pattern => pattern.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        _ => null,
    };
}
