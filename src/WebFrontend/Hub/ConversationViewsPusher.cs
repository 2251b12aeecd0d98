using OrleansChat.WebFrontend.Conversations;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Reads what users see of a conversation that changed, one read for all of them on this front-end, and hands it to the pump.
/// A conversation is read once at a time, so that no older view follows on a newer one. In what order, <see cref="ViewRounds"/> says.
/// </summary>
internal sealed partial class ConversationViewsPusher(
    IGrainFactory grains, ConnectionRegistry registry, FrontEndObserver observer, TimeProvider clock, ILogger<ConversationViewsPusher> logger)
{
    /// <summary>Above this, when somebody joins, only those get a view: the others learn name and count from the system message, so
    /// that ten thousand joins do not cost ten thousand times ten thousand reads.</summary>
    private const int SmallGroup = ViewRounds.MaxAtOnce;

    private readonly Lock _lock = new();

    /// <summary>The conversations that are being read, or that wait for it.</summary>
    private readonly Dictionary<string, Reading> _reading = [];

    public void PushGroup(string groupId, IReadOnlyList<string> added)
    {
        var members = registry.ConnectedMembers(groupId, SmallGroup);
        PushTo(groupId, members ?? [.. added]);
    }

    /// <summary>Reads and sends what each of these users sees.</summary>
    public void PushTo(string conversationId, ImmutableArray<string> userIds)
    {
        if (userIds.IsEmpty)
            return;
        lock (_lock)
        {
            if (_reading.TryGetValue(conversationId, out var reading))
            {
                reading.Rounds.Ask(userIds);
                reading.Asked.Release();
                return;
            }
            _reading.Add(conversationId, reading = new Reading());
            reading.Rounds.Ask(userIds);
            _ = Read(conversationId, reading);
        }
    }

    private async Task Read(string conversationId, Reading reading)
    {
        while (true)
        {
            ImmutableArray<string> some;
            TimeSpan? wait;
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                some = reading.Rounds.Take(now);
                wait = reading.Rounds.Wait(now);
                if (some.IsEmpty && wait is null)
                {
                    _reading.Remove(conversationId);
                    return;
                }
            }
            if (!some.IsEmpty)
                await observer.Enqueue(await ReadSome(conversationId, some));
            else
                await reading.Asked.WaitAsync(wait!.Value);
        }
    }

    private async Task<ViewsRead> ReadSome(string conversationId, ImmutableArray<string> userIds)
    {
        try
        {
            var views = await grains.Reader().GetForEach(conversationId, userIds);
            return new ViewsRead(conversationId, userIds, views.Error is null ? views.Value : null);
        }
        catch (Exception exception)
        {
            LogFailed(exception, conversationId);
            return new ViewsRead(conversationId, userIds, null);
        }
    }

    /// <param name="Asked">Released when somebody asks for more.</param>
    private sealed record Reading(ViewRounds Rounds, SemaphoreSlim Asked)
    {
        public Reading() : this(new ViewRounds(), new SemaphoreSlim(0))
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not read the views of {ConversationId}")]
    private partial void LogFailed(Exception exception, string conversationId);
}
