using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.Generators.Parsing;

/// <summary>Which members a text assigns.</summary>
internal static class MemberAssignments
{
    /// <summary>
    /// What an assignment assigns to what; of <c>(a, b) = (x, y)</c> each of the two, and nothing in <c>new() { a = x }</c>, where the member is another object's.
    /// The value is null where the text does not say it apart.
    /// </summary>
    public static IEnumerable<(ExpressionSyntax Target, ExpressionSyntax? Value)> Of(AssignmentExpressionSyntax assignment) =>
        assignment.Parent.IsKind(SyntaxKind.ObjectInitializerExpression) || assignment.Parent.IsKind(SyntaxKind.WithInitializerExpression) ? [] : Of(assignment.Left, assignment.Right);

    /// <summary>The member that an expression names, with or without <c>this</c>, or null.</summary>
    public static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<(ExpressionSyntax Target, ExpressionSyntax? Value)> Of(ExpressionSyntax left, ExpressionSyntax? right)
    {
        if (left is not TupleExpressionSyntax { Arguments: var targets })
        {
            return [(left, right)];
        }

        var values = right is TupleExpressionSyntax tuple && tuple.Arguments.Count == targets.Count ? tuple.Arguments.Select(value => value.Expression) : targets.Select(_ => (ExpressionSyntax?)null);
        return targets.Zip(values, (target, value) => Of(target.Expression, value)).SelectMany(each => each);
    }
}
