using AttnGen.CompilerServices;
using TorchSharp.Modules;

namespace AttnGen.Mapping;

/// <summary>A projection by path, with its role and the place of its adapter.</summary>
internal sealed record MappedProjection(string Path, Linear Linear, Matrix Role, ProjectionSlot Slot)
{
    /// <summary>The projection's own parameters.</summary>
    public IEnumerable<MappedParameter> Parameters
    {
        get
        {
            yield return new MappedParameter($"{Path}.weight", Linear.weight, IsMatrix: true);
            if (Linear.bias is { } bias)
            {
                yield return new MappedParameter($"{Path}.bias", bias, IsMatrix: false);
            }
        }
    }

    /// <summary>The trained tensors of an adapter beside the projection.</summary>
    public IEnumerable<AdaptedTensor> TensorsOf(LowRankTuning method) => method.TensorsOf(Linear.in_features, Linear.out_features).Select(tensor => new AdaptedTensor(this, tensor));

    /// <summary>The shape as a reader expects it: <c>[out, in]</c>.</summary>
    public string Shape => $"[{Linear.out_features}, {Linear.in_features}]";
}
