using System.Reflection;
using AttnGen.CompilerServices;
using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>
/// The heads of a model class by the map that it publishes, as compilers of other assemblies see them: no model is made, and attributes stay with
/// their types where the program is trimmed.
/// </summary>
internal sealed class PublishedHeads
{
    private readonly HashSet<Type> seen = [];
    private readonly List<HeadDeclaration> numbers = [];
    private string? origin;

    private PublishedHeads()
    {
    }

    /// <summary>The numbers of the heads; more than one where they differ, and none where there is no head.</summary>
    public IReadOnlyList<HeadDeclaration> Numbers => numbers;

    /// <summary>Whether some member can only be looked into when a session begins.</summary>
    public bool HasOpaque { get; private set; }

    public static bool IsPublished(Type type) => type.IsDefined(typeof(TunableModuleMapAttribute), inherit: false);

    /// <summary>Whether an assembly of the program declares the class by <see cref="TuneModelAttribute{TModel}"/>.</summary>
    public static bool IsDeclared(Type type) => AppDomain.CurrentDomain.GetAssemblies().Any(assembly => Declaration(assembly, type) is not null);

    /// <summary>A class's name as compilers say it, without what marks a generic one.</summary>
    public static string NameOf(Type type) => type.Name.Split('`')[0];

    public static PublishedHeads Of(Type model)
    {
        var heads = new PublishedHeads();
        if (IsPublished(model))
        {
            heads.Walk(model);
        }
        else
        {
            heads.Add(AppDomain.CurrentDomain.GetAssemblies().Select(assembly => Declaration(assembly, model)).FirstOrDefault(declared => declared is not null), model);
        }

        return heads;
    }

    /// <summary>Where a number of the head is declared: a map does not tell what is a default.</summary>
    public string? OriginOf(NamedNumber number) => number.Name.StartsWith(NumberNames.Of(NumberNames.Head, ""), StringComparison.Ordinal) && !number.IsDefault ? origin : null;

    private static TuneModelAttribute? Declaration(Assembly assembly, Type model) =>
        assembly.GetCustomAttributes<TuneModelAttribute>().FirstOrDefault(declared => declared.Model == model);

    /// <summary>Adds the head of a model of another assembly, whose numbers nothing but a strategy states.</summary>
    private void Add(TuneModelAttribute? declared, Type model)
    {
        HasOpaque |= declared is null;
        if (declared?.Head is not null)
        {
            Add(new HeadDeclaration(1, null), $"[assembly: TuneModel<{NameOf(model)}>]");
        }
    }

    private void Add(HeadDeclaration head, string where)
    {
        origin ??= where;
        if (!numbers.Contains(head))
        {
            numbers.Add(head);
        }
    }

    private void Walk(Type type)
    {
        if (!seen.Add(type))
        {
            return;
        }

        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var member in level.GetCustomAttributes<MapMemberAttribute>(inherit: false))
            {
                Visit(level, member);
            }
        }
    }

    private void Visit(Type owner, MapMemberAttribute member)
    {
        if (member.Frozen)
        {
            return;
        }

        if (member.Head)
        {
            Add(new HeadDeclaration(member.LrScale, double.IsNaN(member.WeightDecay) ? null : member.WeightDecay), $"[Head] on {NameOf(owner)}.{member.Name}");
        }
        else if (member is { Kind: MapMemberKind.Foreign, Type: { } foreign })
        {
            Add(Declaration(owner.Assembly, foreign), foreign);
        }
        else if (member.Kind is MapMemberKind.Module or MapMemberKind.ModuleList or MapMemberKind.Opaque)
        {
            // A type parameter cannot be named in an attribute; what stands for it can be asked.
            Type[] types = member.Type is { } named ? [named] : owner.GetGenericArguments();
            var published = types.Where(IsPublished).ToList();
            HasOpaque |= published.Count == 0;
            published.ForEach(Walk);
        }
    }
}
