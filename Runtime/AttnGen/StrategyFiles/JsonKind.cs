namespace AttnGen.StrategyFiles;

/// <summary>The kinds of JSON values.</summary>
internal enum JsonKind
{
    /// <summary>Not a value; what is wrong was reported.</summary>
    Wrong,
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,

    /// <summary>A text of a configuration, which stands for whatever is asked for.</summary>
    Configured,
}
