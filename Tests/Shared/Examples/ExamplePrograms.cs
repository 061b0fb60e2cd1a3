namespace AttnGen.Tests.Shared;

/// <summary>The examples as they were built with what runs them.</summary>
internal static class ExamplePrograms
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory);

    public static Task<ProcessRun> RunAsync(string project, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        ProcessRun.Of(PathOf(project), arguments, environment);

    public static RunningProcess Start(string project, IEnumerable<string> arguments) => new(PathOf(project), arguments);

    public static string PathOf(string project) =>
        Path.Combine(SourceTree.At(["Examples", .. project.Split('/')]), "bin", Output.Parent!.Name, Output.Name, project.Replace('/', '.'));
}
