using HostedTraining;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

try
{
    // The settings lie beside the program, wherever it is started from; the environment and the command line stand above them.
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddSettings();
    builder.AddTuning();
    builder.AddTelemetry();
    builder.Services.AddSingleton<SentimentTraining>();
    builder.Services.AddHostedService<TrainingWorker>();
    using var host = builder.Build();
    // Whatever is wrong with the settings or the strategy shows here, before anything begins.
    _ = host.Services.GetRequiredService<SentimentTraining>();
    await host.RunAsync().ConfigureAwait(false);
    return Environment.ExitCode;
}
catch (Exception problem) when (Problems.AreTheUsers(problem))
{
    await Console.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
    return 1;
}
