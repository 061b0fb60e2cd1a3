using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AttnGen.Training.Configuration;

/// <summary>Reads settings from a section of a configuration. What is wrong is kept, for the check that all settings go through.</summary>
internal sealed class TuningSettingsReader<TModel>(IConfigurationSection section, string? strategy, Action<TuningSettings<TModel>>? configure)
{
    public void Read(TuningSettings<TModel> settings, IServiceProvider services)
    {
        try
        {
            Dictionary<string, string?> values = section.AsEnumerable().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
            // A section does not tell its root; the host's configuration mostly is it.
            IConfigurationRoot? root = services.GetService<IConfiguration>() as IConfigurationRoot;
            StrategyDocument document = StrategyDocument.FromKeyValues(values, section.Path, key => root is null ? null : KeyOrigins.Of(root, key, values.GetValueOrDefault(key)));
            string name = strategy ?? document.Use ?? Only(document);
            settings.Strategy = document.Strategy<TModel>(name);
            settings.Options = document.Options(name);
        }
        catch (StrategyFileException wrong)
        {
            settings.Problems.AddRange(wrong.Problems.Count > 0 ? wrong.Problems : [wrong.Message]);
            return;
        }

        configure?.Invoke(settings);
    }

    private string Only(StrategyDocument document) => document.Strategies is [string only]
        ? only
        : throw new StrategyFileException($"'{section.Path}' declares {string.Join(", ", document.Strategies)}, and none is said to be used. Set '{section.Path}:use', or name one in AddAttnGen.");
}
