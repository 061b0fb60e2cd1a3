using System;
using System.Collections.Generic;
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
    /// <summary>How many forms of one generic class are followed.</summary>
    private const int MostForms = 16;

    private readonly HashSet<(Matrix Role, Declaration Declaration, MethodModel Method)> projections = [];
    private readonly HashSet<HeadModel> heads = [];
    private readonly Dictionary<INamedTypeSymbol, HashSet<Scope>> visited = new(SymbolEqualityComparer.Default);
    private readonly IAssemblySymbol assembly;
    private readonly List<string> containedErrors = [];
    private bool hasOpaque;

    private StrategyParser(IAssemblySymbol assembly) => this.assembly = assembly;

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
        var parser = new StrategyParser(root.ContainingAssembly);
        parser.Walk(root, Scope.Empty);
        // Reported where they stand, but the root's strategy is as invalid.
        error ??= parser.containedErrors.FirstOrDefault();
        if (error is null)
        {
            parser.CheckTargets(root, own, Refuse);
        }

        var roles = parser.Roles(root, own, Refuse);
        var head = parser.Head(root, Refuse);
        var method = parser.Method(root, own, Refuse);
        var trains = roles.Count > 0 || head is not null || own.Roles.Values.Any(declaration => declaration.Tuned) || StrategyProblem(error);
        return trains ? new StrategyModel(method, roles.ToEquatableArray(), head, error) : null;
    }

    /// <summary>A class that only has a wrong role declares nothing to be tuned, and has no strategy to refuse.</summary>
    private static bool StrategyProblem(string? error) => error?.StartsWith("ATG02", StringComparison.Ordinal) ?? false;

    private void Walk(INamedTypeSymbol type, Scope scope)
    {
        if (!visited.TryGetValue(type, out var scopes))
        {
            // A generic class that contains itself in ever new forms never ends otherwise.
            if (visited.Keys.Count(seen => SymbolEqualityComparer.Default.Equals(seen.OriginalDefinition, type.OriginalDefinition)) >= MostForms)
            {
                hasOpaque = true;
                return;
            }

            visited.Add(type, scopes = []);
        }

        if (!scopes.Add(scope))
        {
            return;
        }

        foreach (var level in type.SelfAndBases().OfType<INamedTypeSymbol>().Where(Symbols.IsTunable))
        {
            scope = scope.Within(Declarations.Parse(level, problem => containedErrors.Add(problem.Text)));
            foreach (var member in Members(level))
            {
                Visit(member, scope);
            }
        }
    }

    private IReadOnlyList<ParsedMember> Members(INamedTypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly))
        {
            return MemberParser.Parse(type, problem => containedErrors.Add(problem.Text));
        }

        hasOpaque |= !PublishedMap.CanRead(type);
        return PublishedMap.CanRead(type) ? PublishedMap.Read(type) : [];
    }

    private void Visit(ParsedMember member, Scope scope)
    {
        if (member.Model.Component == ComponentKind.Buffer || member.Model.Frozen)
        {
            return;
        }

        if (member.Model.Head is { } head)
        {
            heads.Add(head);
        }
        else if (member.Model.Map == MapKind.Projection)
        {
            projections.Add((member.Model.Role, scope.Of(member.Model.Role) ?? Declaration.Frozen, scope.Method ?? new FullMethodModel()));
        }
        else if (member.Model.Map is MapKind.Module or MapKind.ModuleList && member.Type is { } type)
        {
            Walk(type, scope);
        }
        else if (member.Model.Map is MapKind.Opaque or MapKind.Module or MapKind.ModuleList)
        {
            hasOpaque = true;
        }
    }

    private void CheckTargets(INamedTypeSymbol root, Declarations own, Action<Problem> refuse)
    {
        var known = Known();
        foreach (var role in MatrixNames.InOrder.Where(role => own.Tunes(role) && !known.Contains(role) && !hasOpaque))
        {
            var place = root.FindAttributes(Names.Tune).First(attribute => (attribute.MatrixArgument() & role) != 0).Place();
            refuse(new Problem(StrategyDescriptors.NoTarget, place, [role, root.Name, known.Count == 0 ? "none" : string.Join(", ", known)]));
        }
    }

    private List<Matrix> Known() => [.. MatrixNames.InOrder.Where(role => projections.Any(projection => projection.Role == role))];

    private List<RoleModel> Roles(INamedTypeSymbol root, Declarations own, Action<Problem> refuse)
    {
        var roles = new List<RoleModel>();
        foreach (var matrix in MatrixNames.InOrder)
        {
            var declarations = projections.Where(projection => projection.Role == matrix).Select(projection => projection.Declaration).Distinct().ToList();
            if (declarations.Count > 1)
            {
                refuse(new Problem(StrategyDescriptors.Differs, root.Place(), [matrix, root.Name]));
            }

            if (declarations.Count == 0 && hasOpaque && own.Tunes(matrix))
            {
                // What it speaks of is in a member that only the session can look into.
                roles.Add(own.Roles[matrix].Of(matrix));
            }

            roles.AddRange(declarations.Where(declaration => declaration.Tuned).Take(1).Select(declaration => declaration.Of(matrix)));
        }

        return roles;
    }

    private HeadModel? Head(INamedTypeSymbol root, Action<Problem> refuse)
    {
        if (heads.Count > 1)
        {
            refuse(new Problem(StrategyDescriptors.HeadsDiffer, root.Place(), [root.Name]));
        }

        return heads.FirstOrDefault();
    }

    private MethodModel Method(INamedTypeSymbol root, Declarations own, Action<Problem> refuse)
    {
        var methods = projections.Where(projection => projection.Declaration.Tuned).Select(projection => projection.Method).Distinct().ToList();
        if (methods.Count > 1)
        {
            refuse(new Problem(StrategyDescriptors.MethodsDiffer, root.Place(), [root.Name, string.Join(" and ", methods.Select(method => method.Describe()))]));
        }

        return methods.FirstOrDefault() ?? own.Method ?? new FullMethodModel();
    }
}
