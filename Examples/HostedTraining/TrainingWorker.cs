using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HostedTraining;

/// <summary>The training in the background of the host: the host's end stops it between two steps, and its own end ends the host.</summary>
internal sealed class TrainingWorker(SentimentTraining training, IHostApplicationLifetime lifetime, ILogger<TrainingWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await training.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.StoppedBefore();
        }
        catch (Exception problem) when (Problems.AreTheUsers(problem))
        {
            Environment.ExitCode = 1;
            logger.Refused(problem.Message);
        }
        catch (Exception)
        {
            Environment.ExitCode = 1;
            throw;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
