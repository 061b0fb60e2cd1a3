using System.CommandLine;
using ImdbSentiment;

// Ctrl-C ends the run between two steps, and its state is saved before the process ends.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await CommandLine.Create().Parse(args).InvokeAsync(configuration).ConfigureAwait(false);
