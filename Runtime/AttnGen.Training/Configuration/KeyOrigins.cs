using Microsoft.Extensions.Configuration;

namespace AttnGen.Training.Configuration;

/// <summary>Which source of a configuration a key's value comes from, in words.</summary>
internal static class KeyOrigins
{
    private const string Ending = "ConfigurationProvider";

    /// <summary>A strategy file's line; the key with its source; or null where the configuration holds something else.</summary>
    public static string? Of(IConfigurationRoot root, string key, string? value)
    {
        foreach (IConfigurationProvider provider in root.Providers.Reverse())
        {
            if (provider.TryGet(key, out string? found))
            {
                return found != value ? null : provider switch
                {
                    StrategyFileConfigurationProvider file => file.OriginOf(key),
                    ChainedConfigurationProvider { Configuration: IConfigurationRoot inner } => Of(inner, key, value),
                    _ => $"{key} ({Name(provider)})",
                };
            }
        }

        return null;
    }

    private static string Name(IConfigurationProvider provider)
    {
        if (provider is FileConfigurationProvider { Source.Path: { } path })
        {
            return path;
        }

        string name = provider.GetType().Name;
        return name.EndsWith(Ending, StringComparison.Ordinal) ? name[..^Ending.Length] : name;
    }
}
