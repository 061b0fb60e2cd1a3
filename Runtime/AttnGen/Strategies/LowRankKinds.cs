using System.Collections.Generic;

namespace AttnGen;

/// <summary>What the kinds of low-rank adapter are called. The generator compiles this file too.</summary>
internal static class LowRankKinds
{
    public static IReadOnlyList<LowRankKind> All { get; } = [LowRankKind.Lora, LowRankKind.Dora];

    /// <summary>Its key in files, and its name where a session explains itself.</summary>
    public static string Key(this LowRankKind kind) => kind == LowRankKind.Dora ? "dora" : "lora";

    /// <summary>Its name in messages.</summary>
    public static string Title(this LowRankKind kind) => kind == LowRankKind.Dora ? "DoRA" : "LoRA";
}
