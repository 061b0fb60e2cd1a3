namespace AttnGen.Models.Checkpoints;

/// <summary>How the names of a file become those of a module.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Prefixes to take off names that have them: <c>bert.</c>.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Endings to replace, after the prefix is off: old names and new ones.</summary>
    public IReadOnlyList<(string Old, string New)> Renames { get; init; } = [];

    /// <summary>Beginnings of names that the file may have and the module does not want.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Beginnings of names that the module has and the file need not: a new head, for example.</summary>
    public IReadOnlyList<string> MayBeMissing { get; init; } = [];
}
