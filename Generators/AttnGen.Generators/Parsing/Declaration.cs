using AttnGen.Generators.Model;

namespace AttnGen.Generators.Parsing;

/// <summary>What one class says of one role: tuned with these numbers, or frozen.</summary>
internal sealed record Declaration(bool Tuned, double LrScale, double WeightDecay)
{
    public static readonly Declaration Frozen = new(false, 1, double.NaN);

    public RoleModel Of(Matrix matrix) => new(matrix, LrScale, WeightDecay);
}
