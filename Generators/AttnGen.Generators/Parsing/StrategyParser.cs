using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>
/// Puts together what the attributes of a class, and of all modules in it, say of each projection: the outermost declaration of a role counts.
/// </summary>
internal sealed class StrategyParser
{
    private readonly List<(Matrix Role, Declaration Declaration, MethodModel Method)> projections = [];
    private readonly List<HeadModel> heads = [];
    private readonly HashSet<INamedTypeSymbol> path = new(SymbolEqualityComparer.Default);
    private bool hasOpaque;

    private StrategyParser()
    {
    }

    /// <summary>The strategy of a class as the root of a model, or null where it trains nothing.</summary>
    public static StrategyModel? Parse(INamedTypeSymbol root, Action<Problem> report)
    {
        string? error = null;
        void Refuse(Problem problem)
        {
            error ??= problem.Text;
            report(problem);
        }

        var own = Declarations.Parse(root, Refuse);
        foreach (var member in root.GetMembers())
        {
            if (member.FindAttribute(Names.Head) is { } attribute)
            {
                HeadParser.Parse(attribute, problem => error ??= problem.Text);
            }
        }

        var parser = new StrategyParser();
        parser.Walk(root, ImmutableDictionary<Matrix, Declaration>.Empty, null);
        parser.CheckTargets(root, own, Refuse);
        var roles = parser.Roles(root, Refuse);
        var head = parser.Head(root, Refuse);
        var method = parser.Method(root, Refuse);
        return roles.Count == 0 && head is null && error is null
            ? null
            : new StrategyModel(method, roles.ToEquatableArray(), head, error);
    }

    private void Walk(INamedTypeSymbol type, ImmutableDictionary<Matrix, Declaration> outer, MethodModel? outerMethod)
    {
        if (!path.Add(type))
        {
            return;
        }

        foreach (var level in type.SelfAndBases().OfType<INamedTypeSymbol>().Where(Symbols.IsTunable))
        {
            var own = Declarations.Parse(level, static _ => { });
            outer = outer.AddRange(own.Roles.Where(role => !outer.ContainsKey(role.Key)));
            outerMethod ??= own.Method;
            foreach (var member in Members(level))
            {
                Visit(member, outer, outerMethod);
            }
        }

        path.Remove(type);
    }

    private static IReadOnlyList<ParsedMember> Members(INamedTypeSymbol type) =>
        type.FindAttribute(Names.MapHead) is null ? MemberParser.Parse(type, static _ => { }) : PublishedMap.Read(type);

    private void Visit(ParsedMember member, ImmutableDictionary<Matrix, Declaration> declared, MethodModel? method)
    {
        if (member.Model.Head is { } head)
        {
            heads.Add(head);
        }
        else if (member.Model.Frozen)
        {
            return;
        }
        else if (member.Model.Map == MapKind.Projection)
        {
            var declaration = declared.TryGetValue(member.Model.Role, out var found) ? found : Declaration.Frozen;
            projections.Add((member.Model.Role, declaration, method ?? new FullMethodModel()));
        }
        else if (member.Model.Map is MapKind.Module or MapKind.ModuleList && member.Type is { } type)
        {
            Walk(type, declared, method);
        }
        else if (member.Model.Map is MapKind.Opaque or MapKind.Module or MapKind.ModuleList)
        {
            hasOpaque = true;
        }
    }

    private void CheckTargets(INamedTypeSymbol root, Declarations own, Action<Problem> refuse)
    {
        var known = MatrixNames.InOrder.Where(role => projections.Any(projection => projection.Role == role)).ToList();
        foreach (var role in own.Roles.Where(role => role.Value.Tuned && !known.Contains(role.Key) && !hasOpaque).Select(role => role.Key))
        {
            var place = root.FindAttributes(Names.Tune).First(attribute => (attribute.MatrixArgument() & role) != 0).Place();
            refuse(new Problem(StrategyDescriptors.NoTarget, place, [role, root.Name, known.Count == 0 ? "none" : string.Join(", ", known)]));
        }
    }

    private List<RoleModel> Roles(INamedTypeSymbol root, Action<Problem> refuse)
    {
        var roles = new List<RoleModel>();
        foreach (var matrix in MatrixNames.InOrder)
        {
            var declarations = projections.Where(projection => projection.Role == matrix).Select(projection => projection.Declaration).Distinct().ToList();
            if (declarations.Count > 1)
            {
                refuse(new Problem(StrategyDescriptors.Differs, root.Place(), [matrix, root.Name]));
            }

            roles.AddRange(declarations.Where(declaration => declaration.Tuned).Take(1).Select(declaration => declaration.Of(matrix)));
        }

        return roles;
    }

    private HeadModel? Head(INamedTypeSymbol root, Action<Problem> refuse)
    {
        if (heads.Distinct().Count() > 1)
        {
            refuse(new Problem(StrategyDescriptors.HeadsDiffer, root.Place(), [root.Name]));
        }

        return heads.FirstOrDefault();
    }

    private MethodModel Method(INamedTypeSymbol root, Action<Problem> refuse)
    {
        var methods = projections.Where(projection => projection.Declaration.Tuned).Select(projection => projection.Method).Distinct().ToList();
        if (methods.Count > 1)
        {
            refuse(new Problem(StrategyDescriptors.MethodsDiffer, root.Place(), [root.Name, string.Join(" and ", methods.Select(method => method.Describe()))]));
        }

        return methods.FirstOrDefault() ?? new FullMethodModel();
    }
}
