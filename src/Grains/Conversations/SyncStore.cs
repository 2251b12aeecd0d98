using System.Data;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>Answers "what did I miss?" from one snapshot of the database, in two round trips whatever was missed.</summary>
internal sealed class SyncStore(Database database, TimeProvider clock)
{
    public async Task<SyncAnswer> Sync(string callerId, SyncRequest request)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        // It begins with the first look and is committed with the second one.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var mark = SyncMark.Parse(request.Since);
        var (heads, since, next) = await SyncHeads.Read(connection, callerId, mark);
        // A mark of another database: it was restored, and may have given versions that this client knows to other changes.
        var plan = SyncPlan.Make(heads, mark is not null && since is null ? ImmutableDictionary<string, long>.Empty : request.Cursors);
        string[] views = [.. heads.Where(head => IsNews(head, request)).Select(head => head.ConversationId)];
        var details = await SyncDetails.Read(connection, callerId, views, plan, since?.Transaction);

        var known = heads.Select(head => head.ConversationId).ToHashSet();
        return new SyncAnswer(
            [.. details.Views.Select(row => row.Conversation)],
            [
                .. plan.Behind.Select(behind => Changes(behind, details.Changed)),
                .. plan.Reset.Select(reset => Reset(reset, details.Newest)),
                .. plan.Later,
            ],
            [.. request.Cursors.Keys.Where(id => !known.Contains(id))],
            [.. details.Contacts],
            next.ToText(),
            clock.GetUtcNow());
    }

    /// <summary>Whoever names another version has not seen all that a view tells of the newest messages.</summary>
    private static bool IsNews(SyncHead head, SyncRequest request) =>
        head.HasChanged || request.Cursors.GetValueOrDefault(head.ConversationId, SyncPlan.NothingKnown) != head.Version;

    private static ConversationChanges Changes(SyncPlan.Cursor behind, ILookup<string, Message> changed)
    {
        var messages = changed[behind.ConversationId].ToImmutableArray();
        return messages.Length > behind.Limit
            ? new(behind.ConversationId, messages[..behind.Limit], messages[behind.Limit - 1].Version, Reset: false, More: true)
            : new(behind.ConversationId, messages, behind.NewestVersion, Reset: false, More: false);
    }

    private static ConversationChanges Reset(SyncPlan.Cursor reset, ILookup<string, Message> newest) =>
        new(reset.ConversationId, [.. newest[reset.ConversationId].OrderBy(message => message.Version)], reset.NewestVersion, Reset: true, More: false);
}
