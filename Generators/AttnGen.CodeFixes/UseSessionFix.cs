using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace AttnGen.CodeFixes;

/// <summary>
/// Makes an optimizer over all parameters a session: <c>var o = optim.AdamW(model.parameters(), lr: x)</c>, <c>o.zero_grad()</c> and <c>o.step()</c> in one block. Where
/// the optimizer is used for anything else, only a person knows.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UseSessionFix : Fix
{
    /// <summary>The rate of an optimizer that states none.</summary>
    private const string DefaultRate = "1e-3";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["ATG0304"];

    private protected override IEnumerable<Offer> Offers(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.ContainsKey("begins")
            || node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList.Arguments: [], Expression: MemberAccessExpressionSyntax { Expression: var model, Name.Identifier.ValueText: "parameters" } } parameters
            || parameters.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax maker } } trained
            || maker.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables: [var variable], Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } statement } } }
            || Options(maker, trained) is not { } options)
        {
            yield break;
        }

        var name = variable.Identifier.ValueText;
        var uses = block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => use.Identifier.ValueText == name).ToList();
        var calls = uses.Select(CallOf).ToList();
        if (calls.Any(call => call is null || (IsZero(call) && call.Parent is not (BlockSyntax or SwitchSectionSyntax))))
        {
            yield break;
        }

        var begin = SyntaxFactory.ParseStatement($"using var {name} = {model}.BeginTuning(new global::AttnGen.TuningOptions {{ {options} }});").WithTriviaFrom(statement);
        var type = begin.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().First(creation => creation.Type is QualifiedNameSyntax { Left: AliasQualifiedNameSyntax }).Type;
        begin = begin.ReplaceNode(type, type.WithAdditionalAnnotations(Simplifier.Annotation));
        yield return new Offer("Use a session", "session", () =>
        {
            var tracked = block.TrackNodes(calls.Cast<SyntaxNode>().Append(statement));
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(statement)!, begin);
            foreach (var call in calls)
            {
                var current = tracked.GetCurrentNode(call!)!;
                // A step zeroes the gradients itself.
                tracked = IsZero(current) ? tracked.Without(current) : tracked.ReplaceNode(current, SyntaxFactory.ParseStatement($"{name}.Step();").WithTriviaFrom(current));
            }

            return root.ReplaceNode(block, tracked);
        });
    }

    /// <summary>The options of the same optimizer, also where a session's defaults are not TorchSharp's; null where it is another one, or one that a session has not.</summary>
    private static string? Options(InvocationExpressionSyntax maker, ArgumentSyntax trained)
    {
        var kind = ((maker.Expression as MemberAccessExpressionSyntax)?.Name ?? maker.Expression as SimpleNameSyntax)?.Identifier.ValueText;
        if (kind is not ("AdamW" or "Adam"))
        {
            return null;
        }

        var options = new List<string>();
        var arguments = maker.ArgumentList.Arguments;
        foreach (var argument in arguments.Where(argument => argument != trained))
        {
            // Adam's decay is no decoupled one. All that is usual without a name is the rate.
            var option = (argument.NameColon?.Name.Identifier.ValueText ?? (arguments.IndexOf(argument) == 1 ? "lr" : "")) switch
            {
                "lr" => "LearningRate",
                "beta1" => "Beta1",
                "beta2" => "Beta2",
                "eps" => "Epsilon",
                "weight_decay" when kind == "AdamW" => "WeightDecay",
                _ => null,
            };
            if (option is null)
            {
                return null;
            }

            options.Add($"{option} = {argument.Expression}");
        }

        bool States(string name) => options.Any(option => option.StartsWith($"{name} =", StringComparison.Ordinal));
        string[] rate = States("LearningRate") ? [] : [$"LearningRate = {DefaultRate}"];
        string[] decay = States("WeightDecay") ? [] : ["WeightDecay = 0"];
        // Neither optimizer clips.
        return string.Join(", ", [.. rate, .. options, .. decay, "MaxGradientNorm = null"]);
    }

    private static ExpressionStatementSyntax? CallOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "step" or "zero_grad" } access && access.Expression == use
        && access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments: [], Parent: ExpressionStatementSyntax statement }
            ? statement
            : null;

    private static bool IsZero(ExpressionStatementSyntax statement) =>
        statement.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "zero_grad" } };
}
