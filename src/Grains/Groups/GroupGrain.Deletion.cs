using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;
using OrleansChat.Images;

namespace OrleansChat.Grains.Groups;

/// <summary>The end of a group: one append marks it deleted, which every read respects; its rows are removed bit by bit behind
/// that, driven by <see cref="GroupSweeper"/>.</summary>
internal sealed partial class GroupGrain
{
    private const int ListsAtOnce = 100;
    private const int RowsAtOnce = 1_000;

    /// <summary>What was handed to the journal with the end or before it is committed or given up by then.</summary>
    private static readonly TimeSpan LateRows = TimeSpan.FromMinutes(1);

    public async Task<Outcome> DeleteGroup(string callerId) =>
        _members.Gate(callerId, GroupRole.Owner) is { } error ? error : await End(callerId);

    public async Task<bool> Sweep()
    {
        if (await deleted.DeletedAt(_id) is not { } deletedAt)
            return false;
        if (_members.Count > 0)
        {
            // Another activation deleted it: this one believes in what is no more.
            DeactivateOnIdle();
            return true;
        }

        var listed = await deleted.FindListed(_id, ListsAtOnce);
        if (listed.Count > 0)
        {
            await Task.WhenAll(listed.Select(userId => User(userId).RemoveConversation(_id)));
            return true;
        }
        var removed = await deleted.RemoveRows(_id, RowsAtOnce);
        // If this is lost, the images' own time to be looked at comes later.
        foreach (var imageId in removed.Images)
            _ = GrainFactory.GetGrain<IImageGrain>(imageId).Release();
        if (removed.Count > 0)
            return true;
        if (clock.GetUtcNow() >= deletedAt + LateRows)
            await Forget();
        return false;
    }

    private async Task<Outcome> End(string callerId)
    {
        var ended = await Append(
            callerId, new SystemEvent(SystemEvent.GroupDeleted, []), (now, _) => new MembershipChange([], [], 0) { DeletedAt = now });
        if (ended.Error is null)
            sweeper.Wake();
        return ended;
    }

    /// <summary>The last of it: the header. The id is never given to another group.</summary>
    private async Task Forget()
    {
        DeactivateOnIdle();
        await Database.InTransaction(async () =>
        {
            await state.ClearStateAsync();
            await deleted.RemoveHeader(_id);
        });
    }
}
