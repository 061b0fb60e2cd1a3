using AttnGen;
using AttnGen.Training.Configuration;

namespace Microsoft.Extensions.Configuration;

/// <summary>Strategy files in a configuration.</summary>
public static class StrategyFileConfigurationExtensions
{
    /// <summary>
    /// Adds a <c>*.attngen.json</c> file to a configuration, before all other sources but strategy files: settings files, environment variables and the
    /// command line change its numbers, wherever this is called. It is read once, by the rules of the compiler.
    /// </summary>
    /// <param name="builder">The configuration.</param>
    /// <param name="path">The file, in UTF-8; a relative path begins where the configuration's other files are.</param>
    /// <param name="section">The section that it fills.</param>
    /// <param name="optional">Whether the file may be missing.</param>
    /// <exception cref="StrategyFileException">The file cannot be read, or something in it is wrong; the message lists all of it with lines and columns. Thrown when the configuration is built.</exception>
    public static IConfigurationBuilder AddStrategyFile(this IConfigurationBuilder builder, string path, string section = "AttnGen", bool optional = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(section);
        int first = builder.Sources.TakeWhile(source => source is StrategyFileConfigurationSource).Count();
        builder.Sources.Insert(first, new StrategyFileConfigurationSource(path, section, optional));
        return builder;
    }
}
