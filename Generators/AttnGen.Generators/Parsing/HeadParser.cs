using System;
using AttnGen.Generators.Analysis;
using AttnGen.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AttnGen.Generators.Parsing;

/// <summary>Reads <c>[Head]</c>.</summary>
internal static class HeadParser
{
    public static HeadModel Parse(AttributeData attribute, Action<Problem> report)
    {
        var head = new HeadModel(attribute.Argument("LrScale", 1.0), attribute.Argument("WeightDecay", double.NaN));
        foreach (var wrong in new[] { StrategyRules.LrScale(head.LrScale), StrategyRules.WeightDecay(head.WeightDecay) })
        {
            if (wrong is not null)
            {
                report(new Problem(StrategyDescriptors.OutOfRange, attribute.Place(), ["[Head]", wrong]));
            }
        }

        return head;
    }
}
