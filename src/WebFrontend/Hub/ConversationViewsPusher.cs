using OrleansChat.WebFrontend.Conversations;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Reads what users see of a conversation that changed, one read for all of them on this front-end, and hands it to the pump.
/// A conversation is read once at a time, so that no older view follows on a newer one.
/// </summary>
internal sealed partial class ConversationViewsPusher(
    IGrainFactory grains, ConnectionRegistry registry, FrontEndObserver observer, ILogger<ConversationViewsPusher> logger)
{
    /// <summary>Above this, when somebody joins, only those get a view: the others learn name and count from the system message, so
    /// that ten thousand joins do not cost ten thousand times ten thousand reads.</summary>
    private const int SmallGroup = 100;

    /// <summary>Views in one read.</summary>
    private const int MaxAtOnce = 100;

    private readonly Lock _lock = new();

    /// <summary>The conversations that are being read, and who asked meanwhile.</summary>
    private readonly Dictionary<string, HashSet<string>> _reading = [];

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
            if (_reading.TryGetValue(conversationId, out var waiting))
            {
                waiting.UnionWith(userIds);
                return;
            }
            _reading.Add(conversationId, []);
        }
        _ = Read(conversationId, userIds);
    }

    private async Task Read(string conversationId, ImmutableArray<string> userIds)
    {
        while (!userIds.IsEmpty)
        {
            foreach (var some in userIds.Chunk(MaxAtOnce))
                await observer.Enqueue(await ReadSome(conversationId, [.. some]));
            lock (_lock)
            {
                userIds = [.. _reading[conversationId]];
                if (userIds.IsEmpty)
                    _reading.Remove(conversationId);
                else
                    _reading[conversationId] = [];
            }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not read the views of {ConversationId}")]
    private partial void LogFailed(Exception exception, string conversationId);
}
