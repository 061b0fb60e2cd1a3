namespace AttnGen.Training.Tests.Support;

/// <summary>A test whose processes are shell commands; skipped where there is no <c>/bin/sh</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellFactAttribute : FactAttribute
{
    public const string Path = "/bin/sh";

    public ShellFactAttribute() => Skip = File.Exists(Path) ? null : $"There is no {Path}.";
}
