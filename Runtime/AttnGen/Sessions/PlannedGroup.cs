using AttnGen.StrategyFiles;

namespace AttnGen;

/// <summary>A group before the session: its numbers, and the parameters that will be trained.</summary>
internal sealed record PlannedGroup(string Name, Matrix Matrix, double LrScale, double? WeightDecay)
{
    public const string HeadName = NumberNames.Head;

    public static PlannedGroup Of(RoleDeclaration role) => new(NumberNames.Group(role.Matrix.ToString(), role.Layers), role.Matrix, role.LrScale, role.WeightDecay);

    public static PlannedGroup Of(HeadDeclaration head) => new(HeadName, Matrix.None, head.LrScale, head.WeightDecay);

    /// <summary>The role as declarations call it: <c>Query</c>.</summary>
    public static string WordOf(Matrix matrix) => matrix switch
    {
        Matrix.Q => "Query",
        Matrix.K => "Key",
        Matrix.V => "Value",
        _ => throw new ArgumentOutOfRangeException(nameof(matrix), matrix, "One projection has a name."),
    };
}
