using Microsoft.Extensions.Logging;

namespace AttnGen.Training.Tests.Support;

/// <summary>Keeps what it is told.</summary>
internal sealed class LogLines : ILogger
{
    public List<(LogLevel Level, EventId Id, string Text, Exception? Exception, IReadOnlyDictionary<string, object?> Values)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((logLevel, eventId, formatter(state, exception), exception, ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary()));
}
