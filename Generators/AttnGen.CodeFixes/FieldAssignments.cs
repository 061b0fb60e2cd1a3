using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Where a field gets its value.</summary>
internal static class FieldAssignments
{
    /// <summary>Whether the part of the class that declares a field assigns it beside its initializer.</summary>
    public static bool IsAssigned(this VariableDeclaratorSyntax field) =>
        field.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.DescendantNodes().OfType<AssignmentExpressionSyntax>().SelectMany(MemberAssignments.Of)
            .Any(assignment => MemberAssignments.NameOf(assignment.Target) == field.Identifier.ValueText);
}
