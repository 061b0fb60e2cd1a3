using System.Collections.Generic;
using System.Linq;
using AttnGen.Generators.Model;

namespace AttnGen.Generators.Parsing;

/// <summary>What one class says of one role: tuned, with numbers for each selection of layers, or frozen.</summary>
internal sealed record Declaration(bool Tuned, EquatableArray<TunedLayers> Layers)
{
    public static readonly Declaration Frozen = new(false, default);

    public IEnumerable<RoleModel> Of(Matrix matrix) => Layers.Select(layers => new RoleModel(matrix, layers.LrScale, layers.WeightDecay, layers.Selection));
}
