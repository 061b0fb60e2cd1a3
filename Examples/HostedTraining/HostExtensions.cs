using AttnGen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HostedTraining;

/// <summary>The parts of the application.</summary>
internal static class HostExtensions
{
    /// <summary>The settings, checked when they are first asked for; a key that there is not is an error.</summary>
    public static void AddSettings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TrainingSettings>().BindConfiguration(TrainingSettings.Section, binding => binding.ErrorOnUnknownConfiguration = true);
        builder.Services.AddSingleton<IValidateOptions<TrainingSettings>, TrainingSettingsValidator>();
    }

    /// <summary>What is tuned, how and at which rates: the strategy and its numbers, from the strategy file.</summary>
    public static void AddTuning(this IHostApplicationBuilder builder)
    {
        string PathOf(TrainingSettings settings) => Path.Combine(builder.Environment.ContentRootPath, settings.StrategyFile);
        builder.Services.AddSingleton(services =>
        {
            var settings = services.GetRequiredService<IOptions<TrainingSettings>>().Value;
            return TuneStrategy<SentimentClassifier>.FromFile(PathOf(settings), settings.Strategy);
        });
        builder.Services.AddSingleton(services =>
        {
            var settings = services.GetRequiredService<IOptions<TrainingSettings>>().Value;
            return TuningOptions.FromFile(PathOf(settings), settings.Strategy);
        });
    }

    /// <summary>Metrics and traces, if the configuration asks for them. Another exporter is added in the same place; without any, AttnGen measures nothing.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue<bool>("Telemetry:Console"))
        {
            builder.Services.AddOpenTelemetry()
                .WithMetrics(metrics => metrics.AddMeter(AttnGenTelemetry.MeterName).AddConsoleExporter())
                .WithTracing(traces => traces.AddSource(AttnGenTelemetry.ActivitySourceName).AddConsoleExporter());
        }
    }
}
