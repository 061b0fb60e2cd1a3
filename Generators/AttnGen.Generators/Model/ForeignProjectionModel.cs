namespace AttnGen.Generators.Model;

/// <summary>Where a model of another assembly has the projections of a role.</summary>
/// <param name="Role">The one role.</param>
/// <param name="Text">Their paths, or the member of an attention layer.</param>
/// <param name="Layer">The layer's class as code refers to it, or null where it is paths.</param>
internal sealed record ForeignProjectionModel(Matrix Role, string Text, string? Layer);
