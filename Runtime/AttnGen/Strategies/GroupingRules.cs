using System;
using System.Collections.Generic;
using System.Linq;

namespace AttnGen;

/// <summary>What the paper's grouping cannot honour. The generator compiles this file too.</summary>
internal static class GroupingRules
{
    /// <summary>The diagnostic, where the model decides.</summary>
    public const string Id = "ATG0215";

    public const string Strict = "strict";
    public const string Paper = "paper";

    /// <summary>What is wrong with the numbers of a strategy that groups as the paper does, or null.</summary>
    /// <param name="roles">The tuned roles, each with its layers; a role is there as often as it has numbers.</param>
    public static string? Roles(IEnumerable<(string Role, string Layers)> roles)
    {
        var wrong = roles.GroupBy(role => role.Role).FirstOrDefault(role => role.Count() > 1 || role.Any(one => one.Layers != LayerSelection.Every));
        return wrong is null ? null : $"The paper's grouping has one set of numbers for each projection. Declare {wrong.Key} once, for all layers.";
    }

    /// <summary>What is wrong with the numbers of the head, or null; a weight decay of NaN is the options'.</summary>
    public static string? Head(double lrScale, double weightDecay) => lrScale == 1 && double.IsNaN(weightDecay)
        ? null
        : FormattableString.Invariant($"In the paper's grouping the head has no group: its weights train with K and its biases with V. Leave its LrScale ({lrScale}) and WeightDecay at their defaults.");
}
