using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>Invites: all of them are in memory; a use is committed together with the membership that it leads to, so no crash and
/// no crowd lets in more than an invite allows.</summary>
internal sealed partial class GroupGrain
{
    public async Task<Outcome<Invite>> CreateInvite(string callerId, int? maxUses, DateTimeOffset? expiresAt)
    {
        if (_members.Gate(callerId, GroupRole.Admin) is { } error)
            return error;
        var now = PostgresTime.Now(clock);
        if (_invites.CountLive(now) >= GroupInvites.MaxLive)
            return new Error(ErrorCode.Conflict, $"The group has {GroupInvites.MaxLive} invites that can be used. Withdraw one first.");

        var expires = expiresAt is { } time ? PostgresTime.Truncate(time.ToUniversalTime()) : (DateTimeOffset?)null;
        var row = new InviteRow(new Invite(InviteCode.New(_id), maxUses, 0, expires), now);
        var forgotten = _invites.Surplus(now);
        await LeaveIfFailed(invites.Add(_id, row, forgotten));
        _invites.Add(row, forgotten);
        return row.Invite;
    }

    public Task<Outcome<Page<Invite>>> ListInvites(string callerId, int limit, string? cursor) =>
        Task.FromResult(_members.Gate(callerId, GroupRole.Admin) is { } error ? error : _invites.Page(limit, cursor));

    public Task<Outcome<Invite>> GetInvite(string callerId, string code) =>
        Task.FromResult<Outcome<Invite>>(
            _members.Gate(callerId, GroupRole.Admin) is { } error ? error
            : _invites.Find(code) is { } row ? row.Invite
            : Error.NotFound);

    public async Task<Outcome> DeleteInvite(string callerId, string code)
    {
        if (_members.Gate(callerId, GroupRole.Admin) is { } error)
            return error;
        if (_invites.Find(code) is null)
            return Error.NotFound;
        await LeaveIfFailed(invites.Remove(_id, code));
        _invites.Remove(code);
        return Outcome.Done;
    }

    public Task<Outcome<InvitePreview>> PreviewInvite(string callerId, string code)
    {
        if (_invites.Find(code) is not { } row)
            return Task.FromResult<Outcome<InvitePreview>>(Error.NotFound);
        var isMember = _members.Contains(callerId);
        return Task.FromResult<Outcome<InvitePreview>>(!isMember && row.Ended(clock.GetUtcNow()) is { } ended
            ? ended
            : new InvitePreview(code, new InvitingGroup(_id, state.State.Name, _members.Count), isMember, row.Invite.ExpiresAt));
    }

    public async Task<Outcome> Join(string callerId, string code)
    {
        if (_invites.Find(code) is not { } row)
            return Error.NotFound;
        if (_members.Contains(callerId))
            return Outcome.Done;
        if (row.Ended(clock.GetUtcNow()) is { } ended)
            return ended;
        await List([callerId]);
        return await Append(
            callerId,
            new SystemEvent(SystemEvent.MemberJoined, [callerId]),
            (now, seq) => _members.Adding([callerId], GroupRole.Member, now, seq) with
            {
                Invite = new InviteUse(code, row.Invite.Uses + 1),
            });
    }

    /// <summary>It may have been written after all: the next activation reads what is true.</summary>
    private async Task LeaveIfFailed(Task write)
    {
        try
        {
            await write;
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
