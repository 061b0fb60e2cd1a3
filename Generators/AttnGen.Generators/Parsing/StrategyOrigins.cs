using System.Collections.Generic;
using AttnGen.Generators.Emission;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;

namespace AttnGen.Generators.Parsing;

/// <summary>Where the numbers of a strategy are declared, as far as they are: what is left out is a default.</summary>
internal sealed class StrategyOrigins
{
    private readonly List<OriginModel> origins = [];

    public EquatableArray<OriginModel> ToEquatableArray() => origins.ToEquatableArray();

    public void Add(LowRankMethodModel method, Declarer declarer)
    {
        Add(NumberNames.Rank, Literal.Of(method.Rank), declarer.OriginOfMethod(NumberNames.Rank));
        Add(NumberNames.Alpha, Literal.Of(method.Alpha), declarer.OriginOfMethod(NumberNames.Alpha));
        Add(NumberNames.Dropout, Literal.Of(method.Dropout), declarer.OriginOfMethod(NumberNames.Dropout));
    }

    public void Add(RoleModel role, Declarer declarer)
    {
        Add(NumberNames.Of(role.GroupName, NumberNames.LrScale), Literal.Of(role.LrScale), declarer.OriginOf(role, NumberNames.LrScale));
        Add(NumberNames.Of(role.GroupName, NumberNames.WeightDecay), Literal.Of(role.WeightDecay), declarer.OriginOf(role, NumberNames.WeightDecay));
    }

    /// <summary>The head's numbers are the declarer's own, or else those of a member: a published map does not tell what is a default.</summary>
    public void Add(HeadModel head, Declarer declarer, string? member)
    {
        Add(NumberNames.Of(NumberNames.Head, NumberNames.LrScale), Literal.Of(head.LrScale), declarer.OriginOfHead(NumberNames.LrScale) ?? (head.LrScale == 1 ? null : member));
        Add(NumberNames.Of(NumberNames.Head, NumberNames.WeightDecay), Literal.Of(head.WeightDecay), declarer.OriginOfHead(NumberNames.WeightDecay) ?? (double.IsNaN(head.WeightDecay) ? null : member));
    }

    private void Add(string name, string value, string? origin)
    {
        if (origin is not null)
        {
            origins.Add(new OriginModel(name, value, origin));
        }
    }
}
