using AttnGen.StrategyFiles;

namespace AttnGen.Generators.Model;

/// <summary>All that is emitted for a class that declares a strategy.</summary>
/// <param name="Place">Where its generated part goes.</param>
/// <param name="Model">The model class as code refers to it.</param>
/// <param name="Access"><c>public</c>, or <c>internal</c> where the model class is not visible to other assemblies.</param>
/// <param name="Strategy">The strategy.</param>
internal sealed record StrategyTypeModel(PlaceModel Place, string Model, string Access, StrategyModel Strategy)
{
    /// <summary>The options that the strategy states itself, or null.</summary>
    public FileOptions? Options { get; init; }

    /// <summary>The description of a model of another assembly, as code refers to it; null where the model has its own.</summary>
    public string? ForeignMap { get; init; }

    /// <summary>Where the file states them.</summary>
    public EquatableArray<OriginModel> OptionOrigins { get; init; }

    /// <summary>The file that declares it, as a documentation comment names it, or null where a class does.</summary>
    public string? Source { get; init; }
}
