using Microsoft.AspNetCore.SignalR;

namespace OrleansChat.WebFrontend.Drain;

/// <summary>The hub calls of one connection that are not answered yet.</summary>
internal sealed class CallsInFlight
{
    /// <summary>For an answer that was just given to be written, and for a call that is on its way here.</summary>
    private static readonly TimeSpan WriteTime = TimeSpan.FromMilliseconds(200);
    private static readonly object Key = new();

    private int _count;
    private int _begun;

    /// <summary>Of a connection; made with it by <see cref="CallsInFlightFilter"/>.</summary>
    public static CallsInFlight Of(HubCallerContext context) =>
        context.Items.TryGetValue(Key, out var calls) ? (CallsInFlight)calls! : new CallsInFlight();

    public static void Attach(HubCallerContext context) => context.Items[Key] = new CallsInFlight();

    public void Begin()
    {
        Interlocked.Increment(ref _begun);
        Interlocked.Increment(ref _count);
    }

    public void End() => Interlocked.Decrement(ref _count);

    /// <summary>Returns in a moment when the client neither waits for an answer nor has just asked.</summary>
    public async Task Answered(TimeProvider clock, CancellationToken cancellation)
    {
        int begun;
        do
        {
            begun = Volatile.Read(ref _begun);
            await Task.Delay(WriteTime, clock, cancellation);
        }
        while (Volatile.Read(ref _count) > 0 || Volatile.Read(ref _begun) != begun);
    }
}

/// <summary>Counts the calls of each connection.</summary>
internal sealed class CallsInFlightFilter : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        CallsInFlight.Attach(context.Context);
        return next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var calls = CallsInFlight.Of(invocation.Context);
        calls.Begin();
        try
        {
            return await next(invocation);
        }
        finally
        {
            calls.End();
        }
    }
}
