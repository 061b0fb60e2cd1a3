namespace AttnGen.Generators.Model;

/// <summary>The models of other assemblies that a project declares.</summary>
internal sealed record ForeignModelsModel(EquatableArray<ForeignModel> Models);
