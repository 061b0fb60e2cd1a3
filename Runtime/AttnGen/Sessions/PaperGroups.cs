using AttnGen.Mapping;

namespace AttnGen;

/// <summary>
/// The groups of the paper's code: a parameter's name decides, "value" or one dimension before
/// "query", and what neither catches trains with K.
/// </summary>
internal static class PaperGroups
{
    /// <summary>The same targets in the paper's groups: query, key and value, also where nothing is in one.</summary>
    public static IReadOnlyList<PlannedTargets> Of(TuneStrategy strategy, IReadOnlyList<PlannedTargets> targets)
    {
        var adapted = targets.SelectMany(group => group.Adapted).ToLookup(adapted => RoleOf(adapted.Path, adapted.Tensor.IsMatrix));
        var parameters = targets.SelectMany(group => group.Parameters).ToLookup(parameter => RoleOf(parameter.Path, parameter.IsMatrix));
        return [.. new[] { Matrix.Q, Matrix.K, Matrix.V }.Select(role => new PlannedTargets(Group(strategy, role), [.. adapted[role]], [.. parameters[role]]))];
    }

    /// <summary>The group of a parameter. An adapter's matrices go where its projection goes, a magnitude to V.</summary>
    internal static Matrix RoleOf(string path, bool isMatrix) =>
        !isMatrix || Has(path, "value") || Has(path, "v_proj") ? Matrix.V
        : Has(path, "query") || Has(path, "q_proj") ? Matrix.Q
        : Matrix.K;

    private static bool Has(string path, string part) => path.Contains(part, StringComparison.Ordinal);

    private static PlannedGroup Group(TuneStrategy strategy, Matrix role) =>
        PlannedGroup.Of(strategy.Roles.FirstOrDefault(declared => declared.Matrix == role) ?? new RoleDeclaration(role, 1, null));
}
