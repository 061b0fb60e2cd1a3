using System;
using System.Globalization;
using System.Linq;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>A file declares by its keys.</summary>
internal sealed class FileDeclarer(StrategyFileModel file, FileStrategy strategy, IAssemblySymbol assembly) : Declarer
{
    /// <summary>What a strategy of a file declares.</summary>
    public static Declarations Declarations(StrategyFileModel file, FileStrategy strategy, IAssemblySymbol assembly)
    {
        var roles = strategy.Tuned.GroupBy(role => role.Role).ToDictionary(
            role => (Matrix)Enum.Parse(typeof(Matrix), role.Key),
            role => new Declaration(true, role.Select(layers => new TunedLayers(layers.LrScale, layers.WeightDecay, layers.Layers)).ToEquatableArray()));
        foreach (var frozen in strategy.Frozen)
        {
            roles[(Matrix)Enum.Parse(typeof(Matrix), frozen)] = Declaration.Frozen;
        }

        var method = strategy.LowRank is { } lowRank ? new LowRankMethodModel(lowRank.Kind, lowRank.Rank, lowRank.Alpha, lowRank.Dropout) : null;
        return new Declarations(new FileDeclarer(file, strategy, assembly), roles, method) { Head = strategy.Head, FreezesHead = strategy.FreezesHead, IsPaper = strategy.IsPaper };
    }

    public override string Name => strategy.Name;

    public override IAssemblySymbol Assembly => assembly;

    public override Location? Place => file.Locate(strategy.NameRange);

    public override Location? MethodPlace => strategy.LowRank is { } lowRank ? file.Locate(lowRank.Range) : Place;

    public override Location? HeadPlace => strategy.Head is { } head ? file.Locate(head.Range) : Place;

    public override string? TextOf(long rank) => strategy.Places.ContainsKey(NumberNames.Rank) ? rank.ToString(CultureInfo.InvariantCulture) : null;

    public override Location? GroupingPlace => file.Locate(strategy.GroupingRange);

    public override Location? PlaceOf(Matrix matrix) => strategy.Tuned.FirstOrDefault(role => role.Role == matrix.ToString()) is { } found ? file.Locate(found.Range) : Place;

    public override string? OriginOfMethod(string number) => OriginOf(number);

    public override string? OriginOf(RoleModel role, string number) => OriginOf(NumberNames.Of(role.GroupName, number));

    public override string? OriginOfHead(string number) => OriginOf(NumberNames.Of(NumberNames.Head, number));

    private string? OriginOf(string number) => strategy.Places.TryGetValue(number, out var place) ? file.OriginOf(place) : null;
}
