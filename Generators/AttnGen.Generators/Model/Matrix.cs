using System;

namespace AttnGen.Generators.Model;

/// <summary>The projections; the values are those of <c>AttnGen.Matrix</c>.</summary>
[Flags]
internal enum Matrix
{
    None = 0,
    Q = 1,
    K = 2,
    V = 4,
    All = Q | K | V,
}
