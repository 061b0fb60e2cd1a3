using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AttnGen.CodeFixes;

/// <summary>
/// Makes an optimizer over all parameters a session: <c>var o = optim.AdamW(model.parameters(), lr: x)</c>, <c>o.zero_grad()</c> and <c>o.step()</c> in one block. Where
/// the optimizer is used for anything else, only a person knows.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UseSessionFix : Fix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0304"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var model, Name.Identifier.ValueText: "parameters" } } parameters
            || parameters.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax maker } arguments }
            || maker.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables: [var variable], Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } statement } } })
        {
            yield break;
        }

        var name = variable.Identifier.ValueText;
        var uses = block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == name).ToList();
        var calls = uses.Select(CallOf).ToList();
        if (arguments.Arguments.Count > 2 || calls.Any(call => call is null))
        {
            yield break;
        }

        var rate = arguments.Arguments.Skip(1).FirstOrDefault()?.Expression.ToString();
        var options = rate is null ? "" : $"new AttnGen.TuningOptions {{ LearningRate = {rate} }}";
        var begin = SyntaxFactory.ParseStatement($"using var {name} = {model}.BeginTuning({options});").WithTriviaFrom(statement);
        yield return new Offer("Use a session", "session", () =>
        {
            var tracked = block.TrackNodes(calls.Cast<SyntaxNode>().Append(statement));
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(statement)!, begin);
            foreach (var call in calls)
            {
                var current = tracked.GetCurrentNode(call!)!;
                // A step zeroes the gradients itself.
                tracked = IsZero(current)
                    ? tracked.RemoveNode(current, SyntaxRemoveOptions.KeepNoTrivia)!
                    : tracked.ReplaceNode(current, SyntaxFactory.ParseStatement($"{name}.Step();").WithTriviaFrom(current));
            }

            return root.ReplaceNode(block, tracked);
        });
    }

    private static ExpressionStatementSyntax? CallOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "step" or "zero_grad" } access && access.Expression == use
        && access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments: [], Parent: ExpressionStatementSyntax statement }
            ? statement
            : null;

    private static bool IsZero(ExpressionStatementSyntax statement) =>
        statement.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "zero_grad" } };
}
