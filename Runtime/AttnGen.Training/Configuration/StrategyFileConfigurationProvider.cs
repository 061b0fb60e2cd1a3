using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace AttnGen.Training.Configuration;

/// <summary>What a strategy file says, as keys of a section; it knows the file's line of each.</summary>
internal sealed class StrategyFileConfigurationProvider(IFileProvider files, string path, string section, bool optional) : ConfigurationProvider
{
    private readonly Dictionary<string, string> origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file and line of a key, or null where the file does not state it.</summary>
    public string? OriginOf(string key) => origins.GetValueOrDefault(key);

    public override void Load()
    {
        IFileInfo file = Path.IsPathRooted(path) ? new PhysicalFileInfo(new FileInfo(path)) : files.GetFileInfo(path);
        if (optional && !file.Exists)
        {
            return;
        }

        StrategyDocument document = Read(file);
        Data.Clear();
        origins.Clear();
        foreach ((string key, string? value, string origin) in document.ToKeyValues())
        {
            string full = ConfigurationPath.Combine(section, key);
            Data[full] = value;
            origins[full] = origin;
        }
    }

    public override string ToString() => path;

    private StrategyDocument Read(IFileInfo file)
    {
        string name = file.PhysicalPath ?? path;
        if (!file.Exists)
        {
            throw new StrategyFileException($"The strategy file '{name}' is not there. Say optional: true where it may be missing.");
        }

        try
        {
            using Stream content = file.CreateReadStream();
            return StrategyDocument.Load(content, name);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StrategyFileException($"The strategy file '{name}' cannot be read: {cause.Message}", cause);
        }
    }
}
