namespace AttnGen.Generators.Model;

/// <summary>All that is emitted for the strategy files of a project.</summary>
/// <param name="Strategies">The strategies.</param>
/// <param name="Errors">What is wrong.</param>
internal sealed record StrategyFilesModel(EquatableArray<StrategyTypeModel> Strategies, EquatableArray<FileErrorModel> Errors);
