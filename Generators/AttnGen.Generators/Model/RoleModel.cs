namespace AttnGen.Generators.Model;

/// <summary>A tuned role; a weight decay of NaN is the options'.</summary>
internal sealed record RoleModel(Matrix Matrix, double LrScale, double WeightDecay);
