using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.WebFrontend.Drain;

/// <summary>
/// Empties a front-end that is to stop, so that no call fails: first balancers see that it is not ready, then its connections move away
/// bit by bit, so that the others are not stormed.
/// </summary>
internal sealed partial class FrontEndDrain(
    DrainState state,
    IOptions<DrainOptions> options,
    ConnectionRegistry registry,
    IHubContext<ChatHub, IChatClient> hub,
    TimeProvider clock,
    ILogger<FrontEndDrain> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when it may be stopped.</summary>
    /// <param name="hurry">Ends it early.</param>
    public async Task Run(CancellationToken hurry)
    {
        var (notice, handOff) = (options.Value.Notice, options.Value.HandOff);
        state.Begin();
        LogBegun(registry.Connections().Length, notice);
        await Task.Delay(notice, clock, hurry);
        state.HandOff();
        await LetGo(handOff / 2, hurry);
        await Close(handOff / 2, hurry);
        LogDone();
    }

    private async Task LetGo(TimeSpan time, CancellationToken hurry)
    {
        // Not awaited: a client that does not read must hold up nobody.
        _ = hub.Clients.All.ServerDraining(new ServerDraining((int)Math.Ceiling(time.TotalSeconds)));
        for (var end = clock.GetUtcNow() + time; clock.GetUtcNow() < end && registry.Connections().Length > 0;)
            await Task.Delay(Look, clock, hurry);
    }

    /// <summary>Those who did not go, one after the other over the time; whoever still waits for an answer gets it first.</summary>
    private async Task Close(TimeSpan time, CancellationToken hurry)
    {
        var left = registry.Connections();
        if (left.IsEmpty)
            return;
        LogClosing(left.Length);
        var startedAt = clock.GetTimestamp();
        using var last = new CancellationTokenSource(time + (options.Value.Finish / 4), clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(last.Token, hurry);
        var closing = new List<Task>(left.Length);
        foreach (var connection in left)
        {
            var due = (time * closing.Count / left.Length) - clock.GetElapsedTime(startedAt);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, clock, hurry);
            closing.Add(Close(connection.Context, patience.Token));
        }
        await Task.WhenAll(closing);
    }

    private async Task Close(HubCallerContext connection, CancellationToken patience)
    {
        try
        {
            await CallsInFlight.Of(connection).Answered(clock, patience);
        }
        catch (OperationCanceledException)
        {
            LogUnanswered(connection.ConnectionId);
        }
        // It tells the client that it may connect again; an abort would tell it not to.
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
            lifetime.RequestClose();
        else
            connection.Abort();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining: {Count} connections move to other front-ends, beginning in {Notice}")]
    private partial void LogBegun(int count, TimeSpan notice);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} connections did not go by themselves and are closed")]
    private partial void LogClosing(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connection {ConnectionId} is closed with a call that has no answer yet")]
    private partial void LogUnanswered(string connectionId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Drained")]
    private partial void LogDone();
}
