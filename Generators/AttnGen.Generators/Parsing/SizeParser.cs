using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads a Linear's sizes where the class's own text proves them: <c>query = nn.Linear(768, 768)</c>, with literals or constants of the class.</summary>
internal static class SizeParser
{
    /// <summary>The sizes, or null where they are not constants or the member is assigned more than once.</summary>
    public static (long In, long Out)? Of(INamedTypeSymbol type, string member)
    {
        var values = type.DeclaringSyntaxReferences.SelectMany(reference => Values(reference.GetSyntax(), member)).Take(2).ToList();
        return values is [InvocationExpressionSyntax { ArgumentList.Arguments: [var first, var second, ..] } call] && IsLinear(call)
            && Constant(type, first) is { } input && Constant(type, second) is { } output
            ? (input, output)
            : null;
    }

    private static IEnumerable<ExpressionSyntax> Values(SyntaxNode declaration, string member)
    {
        foreach (var node in declaration.DescendantNodes())
        {
            switch (node)
            {
                case VariableDeclaratorSyntax { Initializer.Value: var value } field when field.Identifier.ValueText == member && field.Parent?.Parent is FieldDeclarationSyntax:
                    yield return value;
                    break;
                case PropertyDeclarationSyntax { Initializer.Value: var value } property when property.Identifier.ValueText == member:
                    yield return value;
                    break;
                case AssignmentExpressionSyntax assignment when NameOf(assignment.Left) == member:
                    yield return assignment.Right;
                    break;
            }
        }
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsLinear(InvocationExpressionSyntax call) => call.Expression switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "Linear" } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Linear" } => true,
        _ => false,
    };

    private static long? Constant(INamedTypeSymbol type, ArgumentSyntax argument) => argument switch
    {
        { NameColon: not null } => null,
        { Expression: LiteralExpressionSyntax { Token.Value: int number } } => number,
        { Expression: LiteralExpressionSyntax { Token.Value: long number } } => number,
        { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } => type.GetMembers(name).OfType<IFieldSymbol>()
            .Select(field => field.ConstantValue switch { int number => number, long number => number, _ => (long?)null }).FirstOrDefault(),
        _ => null,
    };
}
