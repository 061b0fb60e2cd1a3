namespace AttnGen.Training.Tests.Support;

/// <inheritdoc cref="ShellFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute() => Skip = File.Exists(ShellFactAttribute.Path) ? null : $"There is no {ShellFactAttribute.Path}.";
}
