using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>
/// Puts together what the attributes of a class, and of all modules in it, say of each projection: the outermost declaration of a role counts.
/// </summary>
internal sealed class StrategyParser
{
    /// <summary>How many forms of one generic class are followed.</summary>
    private const int MostForms = 16;

    /// <summary>How many Linears a message names.</summary>
    private const int MostCandidates = 6;

    private static readonly SymbolDisplayFormat FullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces, memberOptions: SymbolDisplayMemberOptions.IncludeContainingType);

    private readonly HashSet<TargetedProjection> projections = [];
    private readonly HashSet<HeadModel> heads = [];
    private readonly Dictionary<INamedTypeSymbol, HashSet<Scope>> visited = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol model;
    private readonly Declarer declarer;
    private readonly Action<Problem> reporter;
    private readonly Declarations own;
    private readonly List<Problem> contained = [];
    private readonly List<Declarations> declared;
    private string? headMember;
    private bool hasOpaque;
    private string? error;

    private StrategyParser(INamedTypeSymbol model, INamedTypeSymbol declaring, Action<Problem> report)
    {
        this.model = model;
        reporter = report;
        own = Declarations.Parse(declaring, Report);
        declarer = own.Declarer;
        declared = [own];
    }

    private StrategyParser(INamedTypeSymbol model, Declarations own, Action<Problem> report)
    {
        this.model = model;
        reporter = report;
        this.own = own;
        declarer = own.Declarer;
        declared = [own];
    }

    /// <summary>The strategy of a class as the root of a model, or null where it trains nothing.</summary>
    public static StrategyModel? Parse(INamedTypeSymbol root, Action<Problem> report)
    {
        var parser = new StrategyParser(root, root, report);
        var strategy = parser.Parse(Scope.Empty);
        var trains = strategy.Roles.Count > 0 || strategy.Head is not null || parser.own.Roles.Values.Any(declaration => declaration.Tuned) || StrategyProblem(strategy.Error);
        if (report != Problem.Ignore)
        {
            StrategyCheck.Report(root, parser.own, trains ? strategy : null, parser.Known(), report);
        }

        return trains ? strategy : null;
    }

    /// <summary>The strategy that a class of its own declares for a model: what it does not name is frozen, whatever the model's own attributes say.</summary>
    public static StrategyModel ParseFor(INamedTypeSymbol model, INamedTypeSymbol declaring, Action<Problem> report) => new StrategyParser(model, declaring, report).ParseWhole();

    /// <summary>The same of a file's strategy.</summary>
    public static StrategyModel ParseFor(INamedTypeSymbol model, Declarations own, Action<Problem> report) => new StrategyParser(model, own, report).ParseWhole();

    private StrategyModel ParseWhole()
    {
        var strategy = Parse(Scope.Whole(own));
        if (strategy is { Roles.Count: 0, Head: null, Error: null } && !hasOpaque)
        {
            Report(new Problem(StrategyDescriptors.TrainsNothing, declarer.Place, [declarer.Name, model.Name]));
            return strategy with { Error = error };
        }

        if (reporter != Problem.Ignore)
        {
            StrategyCheck.ReportNumbers(own, strategy, reporter);
        }

        return strategy;
    }

    private StrategyModel Parse(Scope scope)
    {
        if (!model.IsTunable() && ForeignModels.Of(declarer.Assembly).Find(model) is { } foreign)
        {
            Add(foreign, scope);
        }
        else
        {
            Walk(model, scope);
        }

        // Reported where they stand, but the root's strategy is as invalid.
        error ??= contained.FirstOrDefault(problem => problem.IsError)?.Text;
        if (error is null)
        {
            CheckTargets();
        }

        var roles = Roles();
        var head = Head();
        var method = Method();
        CheckRanks();
        CheckGrouping(roles, head);
        return new StrategyModel(method, roles.ToEquatableArray(), head, error) { FreezesHead = own.FreezesHead, IsPaper = own.IsPaper, Origins = Origins(method, roles, head) };
    }

    /// <summary>Where the declarations that count state their numbers.</summary>
    private EquatableArray<OriginModel> Origins(MethodModel method, List<RoleModel> roles, HeadModel? head)
    {
        var origins = new StrategyOrigins();
        var tuned = projections.Where(projection => projection.Declaration.Tuned).ToList();
        if (method is LowRankMethodModel lowRank && roles.Count > 0)
        {
            origins.Add(lowRank, (declared.FirstOrDefault(by => tuned.Any(projection => ReferenceEquals(projection.Method, by.Method))) ?? own).Declarer);
        }

        foreach (var role in roles)
        {
            var declaration = tuned.FirstOrDefault(projection => projection.Role == role.Matrix)?.Declaration;
            origins.Add(role, (declared.FirstOrDefault(by => ReferenceEquals(by.Of(role.Matrix), declaration)) ?? own).Declarer);
        }

        if (head is not null)
        {
            origins.Add(head, declarer, headMember);
        }

        return origins.ToEquatableArray();
    }

    private void Report(Problem problem)
    {
        if (problem.IsError)
        {
            error ??= problem.Text;
        }

        reporter(problem);
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
            var inner = Declarations.Parse(level, contained.Add);
            declared.Add(inner);
            scope = scope.Within(inner);
            foreach (var member in Members(level))
            {
                Visit(level, member, scope);
            }
        }
    }

    private IReadOnlyList<ParsedMember> Members(INamedTypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, declarer.Assembly))
        {
            var (members, problems, _) = ClassMembers.Of(type);
            contained.AddRange(problems);
            return members;
        }

        hasOpaque |= !PublishedMap.CanRead(type);
        return PublishedMap.CanRead(type) ? PublishedMap.Read(type) : [];
    }

    private void Visit(INamedTypeSymbol owner, ParsedMember member, Scope scope)
    {
        if (!member.Model.IsMapped || member.Model.Frozen)
        {
            return;
        }

        if (member.Model.Head is { } head)
        {
            heads.Add(head);
            headMember ??= $"[Head] on {owner.Name}.{member.Model.RegisteredName}";
        }
        else if (member.Model.Map == MapKind.Projection)
        {
            projections.Add(new TargetedProjection(owner, member.Model.Name, member.Model.Role, scope.Of(member.Model.Role) ?? Declaration.Frozen, scope.Method ?? new FullMethodModel()));
        }
        else if (member.Model.Map is MapKind.Module or MapKind.ModuleList && member.Type is { } type)
        {
            Walk(type, scope);
        }
        else if (member.Model.Map == MapKind.Foreign && member.Type is { } declared && ForeignModels.Of(owner.ContainingAssembly).Find(declared) is { } foreign)
        {
            Add(foreign, scope);
        }
        else if (member.Model.Map is MapKind.Opaque or MapKind.Module or MapKind.ModuleList or MapKind.Foreign)
        {
            hasOpaque = true;
        }
    }

    /// <summary>Adds what was declared of a model of another assembly.</summary>
    private void Add(ParsedForeign foreign, Scope scope)
    {
        error ??= foreign.Model.Error;
        foreach (var projection in foreign.Model.Projections)
        {
            projections.Add(new TargetedProjection(foreign.Type, projection.Text, projection.Role, scope.Of(projection.Role) ?? Declaration.Frozen, scope.Method ?? new FullMethodModel()));
        }

        if (foreign.Model.Head is not null)
        {
            heads.Add(new HeadModel(1, double.NaN));
        }
    }

    private void CheckTargets()
    {
        var known = Known();
        foreach (var role in MatrixNames.InOrder.Where(role => own.Tunes(role) && !known.Contains(role) && !hasOpaque))
        {
            var candidates = Candidates();
            Report(new Problem(StrategyDescriptors.NoTarget, declarer.PlaceOf(role) ?? declarer.Place, [role, model.Name, known.Count == 0 ? "none" : string.Join(", ", known), Advice(role, candidates)])
            {
                Properties = ImmutableDictionary<string, string?>.Empty.Add("roles", role.ToString()).Add("candidates", string.Join(",", candidates.Select(symbol => symbol.ToDisplayString(FullName)))),
            });
        }
    }

    /// <summary>The Linears of the model's own classes, heads aside, that have no role yet.</summary>
    private List<ISymbol> Candidates() =>
    [
        .. visited.Keys.SelectMany(type => type.SelfAndBases().OfType<INamedTypeSymbol>()).Select(type => type.OriginalDefinition)
            .Where(type => type.IsTunable() && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, declarer.Assembly))
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .SelectMany(type => MemberParser.ComponentsOf(type).Select(component => component.Symbol))
            .Where(RoleParser.MayBeProjection),
    ];

    /// <summary>What makes a projection of a role.</summary>
    private string Advice(Matrix role, List<ISymbol> candidates) => model.IsTunable()
        ? $"Mark {OneOf(candidates)} with [Projection(Matrix.{role})]"
        : $"Say where it is by [assembly: TuneModel<{model.Name}>({role.Word()} = \"...\")]";

    private static string OneOf(List<ISymbol> candidates)
    {
        var names = candidates.Take(MostCandidates).Select(symbol => $"'{symbol.ContainingType.Name}.{symbol.Name}'").ToList();
        return candidates.Count switch
        {
            0 => "a Linear",
            1 => names[0],
            _ => $"one of {string.Join(", ", names)}{(candidates.Count > names.Count ? $" and {candidates.Count - names.Count} more" : "")}",
        };
    }

    private List<Matrix> Known() => [.. MatrixNames.InOrder.Where(role => projections.Any(projection => projection.Role == role))];

    private List<RoleModel> Roles()
    {
        var roles = new List<RoleModel>();
        foreach (var matrix in MatrixNames.InOrder)
        {
            var declarations = projections.Where(projection => projection.Role == matrix).Select(projection => projection.Declaration).Distinct().ToList();
            if (declarations.Count > 1)
            {
                Report(new Problem(StrategyDescriptors.Differs, declarer.Place, [matrix, model.Name]));
            }

            if (declarations.Count == 0 && hasOpaque && own.Tunes(matrix))
            {
                // What it speaks of is in a member that only the session can look into.
                roles.AddRange(own.Roles[matrix].Of(matrix));
            }

            roles.AddRange(declarations.Where(declaration => declaration.Tuned).Take(1).SelectMany(declaration => declaration.Of(matrix)));
        }

        return roles;
    }

    private HeadModel? Head()
    {
        if (own.FreezesHead)
        {
            return null;
        }

        if (heads.Count > 1)
        {
            Report(new Problem(StrategyDescriptors.HeadsDiffer, declarer.Place, [model.Name]));
        }

        var head = heads.FirstOrDefault();
        if (own.Head is not { } stated)
        {
            return head;
        }

        if (head is null && !hasOpaque)
        {
            Report(new Problem(FileDescriptors.Contradiction, declarer.HeadPlace, [HeadRules.NoHead(model.Name)]));
        }

        return new HeadModel(stated.LrScale ?? head?.LrScale ?? 1, stated.WeightDecay ?? head?.WeightDecay ?? double.NaN);
    }

    private MethodModel Method()
    {
        var methods = projections.Where(projection => projection.Declaration.Tuned).Select(projection => projection.Method).Distinct().ToList();
        if (methods.Count > 1)
        {
            Report(new Problem(StrategyDescriptors.MethodsDiffer, declarer.Place, [model.Name, string.Join(" and ", methods.Select(method => method.Describe()))]));
        }

        return methods.FirstOrDefault() ?? own.Method ?? new FullMethodModel();
    }

    private void CheckGrouping(List<RoleModel> roles, HeadModel? head)
    {
        var wrong = own.IsPaper ? GroupingRules.Roles(roles.Select(role => (role.Matrix.ToString(), role.Layers))) ?? (head is null ? null : GroupingRules.Head(head.LrScale, head.WeightDecay)) : null;
        if (wrong is not null)
        {
            Report(new Problem(StrategyDescriptors.PaperGroups, declarer.GroupingPlace ?? declarer.Place, [declarer.Name, wrong]));
        }
    }

    private void CheckRanks()
    {
        var problems = projections.Where(projection => projection.Declaration.Tuned).Select(projection => RankCheck.Check(declarer, projection)).OfType<Problem>().ToList();
        if (own.Method is null)
        {
            // A rank that a contained class declares is reported there.
            error ??= problems.FirstOrDefault(problem => problem.IsError)?.Text;
        }
        else if ((problems.FirstOrDefault(problem => problem.IsError) ?? problems.FirstOrDefault()) is { } worst)
        {
            Report(worst);
        }
    }
}
