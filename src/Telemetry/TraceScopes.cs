using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Telemetry;

/// <summary>
/// The scopes that JSON logs show: the trace and span that a line belongs to, and nothing else. The framework's own scopes hold the
/// paths of requests, and some paths hold a secret (an invite's code).
/// </summary>
internal sealed class TraceScopes : IExternalScopeProvider
{
    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        if (Activity.Current is { } activity)
            callback(
                new KeyValuePair<string, object?>[]
                {
                    new("TraceId", activity.TraceId.ToHexString()),
                    new("SpanId", activity.SpanId.ToHexString()),
                },
                state);
    }

    public IDisposable Push(object? state) => Nothing.Instance;

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
