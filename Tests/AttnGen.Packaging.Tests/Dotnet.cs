namespace AttnGen.Packaging.Tests;

/// <summary>The SDK's commands, in English, without build servers that outlive a test.</summary>
internal static class Dotnet
{
    public static Task<ProcessRun> Run(IEnumerable<string> arguments, params (string Name, string? Value)[] environment) => In("", arguments, environment);

    public static Task<ProcessRun> In(string directory, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        ProcessRun.In(directory, "dotnet", arguments, [("DOTNET_CLI_UI_LANGUAGE", "en"), ("DOTNET_NOLOGO", "1"), ("MSBUILDDISABLENODEREUSE", "1"), ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), ("UseSharedCompilation", "false"), .. environment]);
}
