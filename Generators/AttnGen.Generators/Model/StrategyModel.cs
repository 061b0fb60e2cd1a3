namespace AttnGen.Generators.Model;

/// <summary>What a class's attributes, and those of the modules in it, say as a whole.</summary>
/// <param name="Method">How the roles are tuned.</param>
/// <param name="Roles">The tuned roles, in the order query, key, value.</param>
/// <param name="Head">The head, or null where the model has none.</param>
/// <param name="Error">Why the strategy cannot be honoured, beginning with the diagnostic's id; or null.</param>
internal sealed record StrategyModel(MethodModel Method, EquatableArray<RoleModel> Roles, HeadModel? Head, string? Error)
{
    /// <summary>Whether the head is said to stay, of a model that may have one.</summary>
    public bool FreezesHead { get; init; }

    /// <summary>Whether the groups are the paper's: query, key and value, with the head in the last two.</summary>
    public bool IsPaper { get; init; }

    /// <summary>Where the numbers are declared.</summary>
    public EquatableArray<OriginModel> Origins { get; init; }
}
