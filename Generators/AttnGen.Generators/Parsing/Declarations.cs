using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using AttnGen.StrategyFiles;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>What one class's own attributes, or a strategy of a file, say of the roles and of the method.</summary>
internal sealed record Declarations(Declarer Declarer, IReadOnlyDictionary<Matrix, Declaration> Roles, MethodModel? Method)
{
    /// <summary>The head's numbers of a file, or null where the model's own count.</summary>
    public FileHead? Head { get; init; }

    /// <summary>Whether the head is said to stay.</summary>
    public bool FreezesHead { get; init; }

    /// <summary>Whether the groups are the paper's.</summary>
    public bool IsPaper { get; init; }

    public static Declarations Parse(INamedTypeSymbol type, Action<Problem> report)
    {
        var roles = new Dictionary<Matrix, Declaration>();
        foreach (var attribute in type.FindAttributes(Names.Tune))
        {
            Add(type, roles, attribute, new TunedLayers(attribute.Argument("LrScale", 1.0), attribute.Argument("WeightDecay", double.NaN), Layers(attribute)), report);
        }

        foreach (var attribute in type.FindAttributes(Names.Freeze))
        {
            Add(type, roles, attribute, null, report);
        }

        return new Declarations(new TypeDeclarer(type), roles, ParseMethod(type, report)) { IsPaper = ParseGrouping(type, report) };
    }

    public Declaration? Of(Matrix matrix) => Roles.TryGetValue(matrix, out var declaration) ? declaration : null;

    public bool Tunes(Matrix matrix) => Of(matrix) is { Tuned: true };

    /// <summary>Adds what an attribute says: the numbers of some layers, or null where it freezes.</summary>
    private static void Add(INamedTypeSymbol type, Dictionary<Matrix, Declaration> roles, AttributeData attribute, TunedLayers? tuned, Action<Problem> report)
    {
        var name = tuned is not null ? "[Tune]" : "[Freeze]";
        var matrix = attribute.MatrixArgument();
        if (matrix == Matrix.None || (matrix & ~Matrix.All) != 0)
        {
            report(new Problem(StrategyDescriptors.NoMatrix, attribute.Place(), [name, matrix]));
        }

        if (tuned is not null)
        {
            Check(StrategyRules.LrScale(tuned.LrScale), name, attribute, report);
            Check(StrategyRules.WeightDecay(tuned.WeightDecay), name, attribute, report);
            Check(StrategyRules.Layers(tuned.Selection), name, attribute, report);
        }

        foreach (var role in matrix.Each())
        {
            if (!roles.TryGetValue(role, out var other))
            {
                roles.Add(role, tuned is null ? Declaration.Frozen : new Declaration(true, new([tuned])));
            }
            else if (other.Tuned != tuned is not null)
            {
                report(new Problem(StrategyDescriptors.TunedAndFrozen, attribute.Place(), [role, type.Name]));
            }
            else if (tuned is not null && other.Layers.Any(tuned.Overlaps))
            {
                report(new Problem(StrategyDescriptors.TunedTwice, attribute.Place(), [role, type.Name]));
            }
            else if (tuned is not null)
            {
                roles[role] = other with { Layers = other.Layers.Append(tuned).ToEquatableArray() };
            }
        }
    }

    /// <summary>Null is written down by nobody who means all.</summary>
    private static string Layers(AttributeData attribute) =>
        attribute.NamedArguments.Any(argument => argument.Key == "Layers" && argument.Value.IsNull) ? "" : attribute.Argument("Layers", LayerSelection.Every);

    private static bool ParseGrouping(INamedTypeSymbol type, Action<Problem> report)
    {
        if (type.FindAttribute(Names.Grouping) is not { ConstructorArguments: [{ Value: int grouping }] } attribute)
        {
            return false;
        }

        Check(grouping is 0 or 1 ? null : $"{grouping} is no grouping; it is Grouping.Strict or Grouping.Paper.", "[Grouping]", attribute, report);
        return grouping == 1;
    }

    private static LowRankMethodModel? ParseMethod(INamedTypeSymbol type, Action<Problem> report)
    {
        LowRankMethodModel? first = null;
        foreach (var (kind, attribute) in MethodAttributes.Of(type))
        {
            var method = ParseMethod(kind, attribute, report);
            if (first is not null)
            {
                report(new Problem(StrategyDescriptors.MethodTwice, attribute.Place(), [type.Name, $"[{first.Kind}]", $"[{kind}]"]));
            }

            first ??= method;
        }

        return first;
    }

    private static LowRankMethodModel ParseMethod(LowRankKind kind, AttributeData attribute, Action<Problem> report)
    {
        var method = new LowRankMethodModel(kind, attribute.Argument("Rank", 8), attribute.Argument("Alpha", 8.0), attribute.Argument("Dropout", 0.0));
        if (StrategyRules.Rank(method.Rank) is { } wrong)
        {
            report(new Problem(StrategyDescriptors.OutOfRange, attribute.Place(), [$"[{kind}]", wrong]) { Properties = ImmutableDictionary<string, string?>.Empty.Add("rank", "1") });
        }

        Check(StrategyRules.Alpha(method.Alpha), $"[{kind}]", attribute, report);
        Check(StrategyRules.Dropout(method.Dropout), $"[{kind}]", attribute, report);
        return method;
    }

    private static void Check(string? wrong, string name, AttributeData attribute, Action<Problem> report)
    {
        if (wrong is not null)
        {
            report(new Problem(StrategyDescriptors.OutOfRange, attribute.Place(), [name, wrong]));
        }
    }
}
