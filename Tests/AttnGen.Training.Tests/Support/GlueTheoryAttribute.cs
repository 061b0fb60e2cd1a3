namespace AttnGen.Training.Tests.Support;

/// <summary>A theory over GLUE's own files: skipped where they are not, for no package holds them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GlueTheoryAttribute : TheoryAttribute
{
    public GlueTheoryAttribute() => Skip = RealGlue.Directory.Find(GlueTask.Sst2, GluePart.Development) is null ? $"GLUE's files are not there; {GlueDirectory.DataVariable} names their directory." : null;
}
