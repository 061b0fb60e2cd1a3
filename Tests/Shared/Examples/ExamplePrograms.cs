namespace AttnGen.Tests.Shared;

/// <summary>The examples as they were built with what runs them.</summary>
internal static class ExamplePrograms
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory);

    // Several run at once: a thread of one that waits for the next piece of work leaves its processor to the others.
    static ExamplePrograms() => Environment.SetEnvironmentVariable("OMP_WAIT_POLICY", "PASSIVE");

    public static Task<ProcessRun> RunAsync(string project, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        ProcessRun.Of(PathOf(project), arguments, environment);

    public static RunningProcess Start(string project, IEnumerable<string> arguments) => new(PathOf(project), arguments);

    public static string PathOf(string project) =>
        Path.Combine(SourceTree.At(["Examples", .. project.Split('/')]), "bin", Output.Parent!.Name, Output.Name, project.Replace('/', '.'));
}
