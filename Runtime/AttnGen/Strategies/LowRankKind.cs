namespace AttnGen;

/// <summary>The kinds of low-rank adapter, called as their attributes and the builder's methods are. The generator compiles this file too.</summary>
internal enum LowRankKind
{
    Lora,
    Dora,
}
