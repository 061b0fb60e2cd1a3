using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>Where a constructor may assign its class's components: itself, or by what it calls, unless that is known to assign none.</summary>
internal sealed class ComponentAssignments
{
    /// <summary>What TorchSharp's modules do with components that they have.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "to", "cpu", "cuda", "half", "bfloat16", "float", "double", "parameters", "named_parameters", "buffers", "named_buffers", "modules", "named_modules", "children", "named_children",
        "state_dict", "train", "eval", "zero_grad", "requires_grad_", "nameof",
    ];

    private readonly HashSet<string> components;
    private readonly ILookup<string, SyntaxNode> called;

    public ComponentAssignments(ConstructorDeclarationSyntax constructor, IEnumerable<string> components)
    {
        this.components = [.. components];
        called = constructor.Parent!.ChildNodes().OfType<MethodDeclarationSyntax>().Concat(constructor.DescendantNodes()).Where(node => CalledAs(node) is not null).ToLookup(node => CalledAs(node)!);
    }

    /// <summary>Whether a statement may assign a component. A local function does where it is called.</summary>
    public bool MayBeIn(StatementSyntax statement) => statement is not LocalFunctionStatementSyntax && MayBeIn(statement, []);

    private bool MayBeIn(SyntaxNode node, HashSet<string> seen) => node.DescendantNodesAndSelf().Any(inner => inner switch
    {
        AssignmentExpressionSyntax assignment => MemberAssignments.Of(assignment).Any(each => MemberAssignments.NameOf(each.Target) is { } name && components.Contains(name)),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
        InvocationExpressionSyntax { Expression: var method } => MemberAssignments.NameOf(method) is { } name ? !Harmless.Contains(name) && MayBeIn(name, seen) : IsDelegate(method),
        _ => false,
    });

    /// <summary>Whether what has a name may assign; something of another file or a base class may.</summary>
    private bool MayBeIn(string name, HashSet<string> seen) => !called.Contains(name) || (seen.Add(name) && called[name].Any(method => MayBeIn(method, seen)));

    private static string? CalledAs(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax } variable => variable.Identifier.ValueText,
        _ => null,
    };

    private static bool IsDelegate(ExpressionSyntax method) => method switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "Invoke",
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText == "Invoke",
        _ => true,
    };
}
