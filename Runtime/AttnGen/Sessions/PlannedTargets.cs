using AttnGen.Mapping;

namespace AttnGen;

/// <summary>A group's targets: the projections that get an adapter, and the model's own parameters that are trained themselves.</summary>
internal sealed record PlannedTargets(PlannedGroup Group, IReadOnlyList<MappedProjection> Adapted, IReadOnlyList<MappedParameter> Parameters);
