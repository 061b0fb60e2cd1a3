namespace AttnGen.Gpu.Devices;

/// <summary>The libraries in this process.</summary>
internal static class LoadedLibraries
{
    /// <summary>The path of one, by a part of its file's name, or null.</summary>
    public static string? Find(string name) => File.ReadLines("/proc/self/maps").Select(Path).FirstOrDefault(path => System.IO.Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static string Path(string line) => line.IndexOf('/', StringComparison.Ordinal) is > 0 and var at ? line[at..] : "";
}
