using AttnGen;
using AttnGen.Training;
using AttnGen.Training.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a host tunes a model with.</summary>
public static class AttnGenServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="TuningSettings{TModel}"/>, read from a section of a configuration by the rules of strategy files. A host does not start where
    /// something is wrong: one <see cref="OptionsValidationException"/> lists all of it, each with its key.
    /// </summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="section">The section: <c>configuration.GetSection("AttnGen")</c>.</param>
    /// <param name="strategy">The strategy's name; for null the one that the section's key <c>use</c> names, or the only one.</param>
    /// <exception cref="ArgumentException"><paramref name="section"/> is a whole configuration.</exception>
    public static IServiceCollection AddAttnGen<TModel>(this IServiceCollection services, IConfiguration section, string? strategy = null) =>
        Add<TModel>(services, section, strategy, null);

    /// <summary>The same, with changes in code: <c>settings => settings.Options = settings.Options with { Seed = 1 }</c>.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="section">The section.</param>
    /// <param name="configure">Changes the settings after they were read; not called where they could not be.</param>
    /// <exception cref="ArgumentException"><paramref name="section"/> is a whole configuration.</exception>
    public static IServiceCollection AddAttnGen<TModel>(this IServiceCollection services, IConfiguration section, Action<TuningSettings<TModel>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, section, null, configure);
    }

    /// <summary>The same of a strategy that is named here.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="section">The section.</param>
    /// <param name="strategy">The strategy's name; for null the one that the section's key <c>use</c> names, or the only one.</param>
    /// <param name="configure">Changes the settings after they were read; not called where they could not be.</param>
    /// <exception cref="ArgumentException"><paramref name="section"/> is a whole configuration.</exception>
    public static IServiceCollection AddAttnGen<TModel>(this IServiceCollection services, IConfiguration section, string? strategy, Action<TuningSettings<TModel>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, section, strategy, configure);
    }

    /// <summary>Adds <see cref="TuningSettings{TModel}"/> that code sets, checked before the host starts.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the strategy, and options that are not the defaults.</param>
    public static IServiceCollection AddAttnGen<TModel>(this IServiceCollection services, Action<TuningSettings<TModel>> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Checked<TModel>(services).Configure(configure);
        return services;
    }

    private static IServiceCollection Add<TModel>(IServiceCollection services, IConfiguration section, string? strategy, Action<TuningSettings<TModel>>? configure)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section is not IConfigurationSection part)
        {
            throw new ArgumentException("The whole configuration holds what is no strategy. Give the section that does: configuration.GetSection(\"AttnGen\").", nameof(section));
        }

        TuningSettingsReader<TModel> reader = new(part, strategy, configure);
        Checked<TModel>(services).Configure<IServiceProvider>(reader.Read);
        return services;
    }

    private static OptionsBuilder<TuningSettings<TModel>> Checked<TModel>(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TuningSettings<TModel>>, TuningSettingsCheck<TModel>>());
        return services.AddOptions<TuningSettings<TModel>>().ValidateOnStart();
    }
}
