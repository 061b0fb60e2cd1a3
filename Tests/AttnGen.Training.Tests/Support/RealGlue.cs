namespace AttnGen.Training.Tests.Support;

/// <summary>GLUE's own files, where a directory named by the environment or beside the checkout has them.</summary>
internal static class RealGlue
{
    public static GlueDirectory Directory { get; } = GlueDirectory.Create(Environment.GetEnvironmentVariable(GlueDirectory.DataVariable) ?? SourceTree.At("..", "shared", "data"));
}
