using AttnGen.Adapters;
using AttnGen.Mapping;

namespace AttnGen;

/// <summary>A trained tensor of a projection's adapter, which may not be there yet.</summary>
internal sealed record AdaptedTensor(MappedProjection Projection, AdapterTensor Tensor)
{
    public string Path => $"{Projection.Path}.{Tensor.Name}";

    /// <summary>The parameter, once the adapter is there.</summary>
    public TunedParameter Parameter => new(Path, Projection.Slot.Adapter!.Parameters.Single(parameter => parameter.Name == Tensor.Name).Parameter, Tensor.IsMatrix);
}
