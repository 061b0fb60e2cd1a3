using System.Collections.Generic;

namespace AttnGen.StrategyFiles;

/// <summary>What a strategy file says, and what is wrong with its text.</summary>
/// <param name="Model">The model class's full name, or null where it is missing.</param>
/// <param name="ModelRange">The place of the name.</param>
/// <param name="Namespace">The namespace of the strategies' classes, or null for the model's.</param>
/// <param name="Use">The name of the strategy that a host takes, or null where it is left open.</param>
/// <param name="Strategies">The strategies, as far as they could be read.</param>
/// <param name="Sweep">What it says to run, or null where it says nothing of that.</param>
/// <param name="Problems">All that is wrong, in the order of the text.</param>
internal sealed record StrategyFileText(
    string? Model, TextRange ModelRange, string? Namespace, string? Use, IReadOnlyList<FileStrategy> Strategies, FileSweep? Sweep, IReadOnlyList<FileProblem> Problems);
