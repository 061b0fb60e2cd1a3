namespace AttnGen.Generators.Tests.Cost;

/// <summary>What a person changes between two runs of a generator.</summary>
public enum EditKind
{
    /// <summary>A file without annotated classes.</summary>
    Unrelated,

    /// <summary>A comment in a file with an annotated class.</summary>
    Trivia,

    /// <summary>A method's body in an annotated class.</summary>
    MethodBody,

    /// <summary>A member of an annotated class that is no component.</summary>
    UnmappedMember,
}
