using System.CommandLine;
using PaperReproduction;

// Ctrl-C ends a sweep in its cell; what was finished is in the file.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
return await CommandLine.Create().Parse(args).InvokeAsync(configuration).ConfigureAwait(false);
