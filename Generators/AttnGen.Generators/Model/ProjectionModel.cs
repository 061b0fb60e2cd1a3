namespace AttnGen.Generators.Model;

/// <summary>
/// How a module computes its query, key and value. Grouped-query attention is separate projections of different shapes and needs no kind of its own.
/// </summary>
internal abstract record ProjectionModel;
