using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Where a constructor assigns its class's components: itself, or by what it calls of the same text.</summary>
internal sealed class ComponentAssignments
{
    private readonly HashSet<string> components;
    private readonly HashSet<string> assigning;

    public ComponentAssignments(ConstructorDeclarationSyntax constructor, IEnumerable<string> components)
    {
        this.components = [.. components];
        // A method, a local function, or a variable with a lambda: it assigns where it is called.
        assigning = [.. constructor.Parent!.ChildNodes().OfType<MethodDeclarationSyntax>().Concat(constructor.DescendantNodes()).Where(node => CalledAs(node) is not null && Assigns(node)).Select(node => CalledAs(node)!)];
    }

    /// <summary>Whether a statement assigns a component.</summary>
    public bool IsIn(StatementSyntax statement) => statement is not LocalFunctionStatementSyntax
        && (Assigns(statement) || statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => MemberAssignments.NameOf(call.Expression) is { } name && assigning.Contains(name)));

    private static string? CalledAs(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax } variable => variable.Identifier.ValueText,
        _ => null,
    };

    private bool Assigns(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<AssignmentExpressionSyntax>().SelectMany(MemberAssignments.Of)
        .Any(assignment => MemberAssignments.NameOf(assignment.Target) is { } name && components.Contains(name));
}
