using Microsoft.Extensions.Logging;

namespace OrleansChat.InProcess.Tests.Infrastructure;

/// <summary>Keeps what is logged at warning level and above, and tells who waits for it.</summary>
public sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(string Text, Exception? Exception)> _entries = [];
    private readonly List<(Type Exception, TaskCompletionSource<string> Found)> _waiting = [];

    /// <summary>The text logged with an exception of this type; completes when there is one.</summary>
    public Task<string> Logged<TException>()
        where TException : Exception
    {
        lock (_gate)
        {
            var known = _entries.FirstOrDefault(entry => entry.Exception is TException);
            if (known.Text is not null)
                return Task.FromResult(known.Text);

            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((typeof(TException), found));
            return found.Task;
        }
    }

    public bool IsEmpty()
    {
        lock (_gate)
            return _entries.Count == 0;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        var text = formatter(state, exception);
        lock (_gate)
        {
            _entries.Add((text, exception));
            foreach (var (type, found) in _waiting)
            {
                if (type.IsInstanceOfType(exception))
                    found.TrySetResult(text);
            }
        }
    }

    public void Dispose() { }
}
