using AttnGen.Mapping;

namespace AttnGen;

/// <summary>A group's targets: tensors of adapters, and the model's own parameters that are trained themselves.</summary>
internal sealed record PlannedTargets(PlannedGroup Group, IReadOnlyList<AdaptedTensor> Adapted, IReadOnlyList<MappedParameter> Parameters);
