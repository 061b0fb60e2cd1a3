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

    /// <summary>
    /// What is tuned, how and at which rates: a strategy of the file, which the compiler checked beside the model. Any of its numbers can be set above it, in
    /// appsettings.json, the environment or the command line, and is checked by the same rules before anything begins.
    /// </summary>
    public static void AddTuning(this IHostApplicationBuilder builder)
    {
        builder.Configuration.AddStrategyFile("tuning.attngen.json");
        builder.Services.AddAttnGen<SentimentClassifier>(builder.Configuration.GetSection("AttnGen"));
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
