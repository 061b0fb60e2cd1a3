namespace AttnGen.Generators.Model;

/// <summary>How projections are tuned.</summary>
internal abstract record MethodModel
{
    /// <summary>The method as a message says it.</summary>
    public abstract string Describe();
}
