namespace AttnGen.Generators.Model;

/// <summary>A model class of another assembly, and where its projections and its head are.</summary>
/// <param name="Place">Where its extension methods go.</param>
/// <param name="Reference">The class as code refers to it.</param>
/// <param name="Projections">Where its projections are.</param>
/// <param name="Head">The paths of its heads, or null.</param>
/// <param name="Error">Why the declaration cannot be honoured, beginning with the diagnostic's id; or null.</param>
internal sealed record ForeignModel(PlaceModel Place, string Reference, EquatableArray<ForeignProjectionModel> Projections, string? Head, string? Error)
{
    /// <summary>The generated description, as code refers to it.</summary>
    public string Map => $"global::{(Place.Namespace is { } space ? space + "." : "")}{Place.Name}.Map";
}
