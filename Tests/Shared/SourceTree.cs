namespace AttnGen.Tests.Shared;

/// <summary>Where the sources of the tests stand.</summary>
internal static class SourceTree
{
    /// <summary>A path below the repository's root.</summary>
    public static string At(params string[] parts) => Path.Combine([Root(), .. parts]);

    private static string Root()
    {
        // The output directory, unlike a source path compiled in, is right in deterministic builds too.
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "AttnGen.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"AttnGen.sln is in no directory above {AppContext.BaseDirectory}.");
    }
}
