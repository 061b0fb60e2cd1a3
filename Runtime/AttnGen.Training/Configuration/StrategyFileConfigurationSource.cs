using Microsoft.Extensions.Configuration;

namespace AttnGen.Training.Configuration;

/// <summary>A strategy file as a source of a configuration.</summary>
/// <param name="path">The file; relative to where the configuration's other files are.</param>
/// <param name="section">The section that it fills.</param>
/// <param name="optional">Whether the file may be missing.</param>
internal sealed class StrategyFileConfigurationSource(string path, string section, bool optional) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new StrategyFileConfigurationProvider(builder.GetFileProvider(), path, section, optional);
}
