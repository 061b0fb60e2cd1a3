namespace AttnGen;

/// <summary>Says into which groups a strategy's parameters go: <c>[Grouping(Grouping.Paper)]</c> on a strategy type, or on the model for its default strategy.</summary>
/// <param name="grouping">The rule.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GroupingAttribute(Grouping grouping) : Attribute
{
    /// <summary>The rule.</summary>
    public Grouping Grouping { get; } = grouping;
}
