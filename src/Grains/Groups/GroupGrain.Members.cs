using Microsoft.Extensions.Logging;
using OrleansChat.FrontEnds;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>The group's header and members: commands that do not interleave with each other, and how they are written.</summary>
internal sealed partial class GroupGrain
{
    private static readonly Error NotStored =
        Error.Unavailable("The change could not be stored just now. Look whether it was made, and try again.", TimeSpan.FromSeconds(1));

    /// <summary>The last hand-over, so that the former owner may repeat it when its answer was lost.</summary>
    private (string From, string To)? _handedOver;

    public async Task<Outcome> Create(string callerId, string name, ImmutableArray<string> memberIds)
    {
        if (state.RecordExists)
            return new Error(ErrorCode.Conflict, "This group exists already.");
        ImmutableArray<string> others = [.. memberIds.Distinct().Where(id => id != callerId)];
        if (await FindUnknown([callerId, .. others]) is { } unknown)
            return Error.Invalid("memberIds", $"There is no user {unknown}.");
        if (await blocks.FindBlocked(callerId, others) is [var blocked, ..])
            return Error.Forbidden($"You cannot add {blocked}. Leave them out.");

        await WriteHeader(header => (header.Name, header.CreatedBy, header.CreatedAt) = (name, callerId, clock.GetUtcNow()));
        await List([callerId, .. others]);
        return await Append(
            callerId,
            new SystemEvent(SystemEvent.GroupCreated, others, name),
            (now, seq) =>
            {
                var owner = _members.Adding([callerId], GroupRole.Owner, now, seq);
                var members = _members.Adding(others, GroupRole.Member, now, seq);
                return new MembershipChange([.. owner.Added, .. members.Added], [], 1 + others.Length);
            });
    }

    public async Task<Outcome> AddMembers(string callerId, ImmutableArray<string> userIds)
    {
        if (_members.Gate(callerId, GroupRole.Admin) is { } error)
            return error;
        ImmutableArray<string> added = [.. userIds.Distinct().Where(id => !_members.Contains(id))];
        if (added.IsEmpty)
            return Outcome.Done;
        if (await FindUnknown(added) is { } unknown)
            return Error.Invalid("userIds", $"There is no user {unknown}.");
        if (await blocks.FindBlocked(callerId, added) is [var blocked, ..])
            return Error.Forbidden($"You cannot add {blocked}. Leave them out.");

        await List(added);
        return await Append(
            callerId,
            new SystemEvent(SystemEvent.MembersAdded, added),
            (now, seq) => _members.Adding(added, GroupRole.Member, now, seq));
    }

    public async Task<Outcome> RemoveMember(string callerId, string userId)
    {
        if (_members.GateRemoval(callerId, userId) is { } error)
            return error;
        if (_members.Count == 1)
            return await End(callerId);
        var kind = callerId == userId ? SystemEvent.MemberLeft : SystemEvent.MemberRemoved;
        var outcome = await Append(callerId, new SystemEvent(kind, [userId]), (_, _) => _members.Removing(userId));
        if (outcome.Error is not null)
            return outcome;
        var version = _log.LastVersion;
        await TidyLists([userId]);
        // Last: a front-end that asked the user's grain in between believes that the user is still in.
        _ = User(userId).Push(new UserPush(userId, new ConversationRemoved(_id, version)));
        return outcome;
    }

    public async Task<Outcome> RemoveErased(string userId)
    {
        if (_members.RoleOf(userId) is not { } role)
            return Outcome.Done;
        if (role == GroupRole.Owner && await groups.FindHeir(_id, userId) is { } heir)
        {
            var handedOver = await SetRole(userId, heir, GroupRole.Owner);
            if (handedOver.Error is not null)
                return handedOver;
        }
        return await RemoveMember(userId, userId);
    }

    public async Task<Outcome> Rename(string callerId, string name)
    {
        if (_members.Gate(callerId, GroupRole.Admin) is { } error)
            return error;
        if (state.State.Name == name && await groups.IsAnnounced(_id, name, _log.LastSeq))
            return Outcome.Done;
        await WriteHeader(header => header.Name = name);
        return await Append(callerId, new SystemEvent(SystemEvent.GroupRenamed, [], name), change: null);
    }

    public async Task<Outcome> SetRole(string callerId, string userId, GroupRole role)
    {
        var isHandOver = role == GroupRole.Owner;
        var isRepeated = isHandOver && _handedOver == (callerId, userId) && _members.RoleOf(userId) == role;
        if (_members.Gate(callerId) is null && isRepeated)
            return Outcome.Done;
        if (_members.GateRole(callerId, userId, role) is { } error)
            return error;
        if (_members.RoleOf(userId) == role)
            return Outcome.Done;
        if (!isHandOver)
        {
            return await Append(
                callerId,
                new SystemEvent(SystemEvent.RoleChanged, [userId], Role: role),
                (_, _) => _members.Changing(new RoleChange(userId, role)));
        }

        var outcome = await Append(
            callerId,
            new SystemEvent(SystemEvent.OwnerChanged, [userId]),
            (_, _) => _members.Changing(new RoleChange(userId, role), new RoleChange(callerId, GroupRole.Admin)));
        if (outcome.Error is null)
            _handedOver = (callerId, userId);
        return outcome;
    }

    /// <summary>Takes the group off the lists of users who are not in it. When that fails, the next activation finds them again.</summary>
    private async Task TidyLists(IReadOnlyList<string> userIds)
    {
        try
        {
            await Task.WhenAll(userIds.Select(userId => User(userId).RemoveConversation(_id)));
        }
        catch (Exception exception)
        {
            LogUntidy(exception, _id);
            DeactivateOnIdle();
        }
    }

    /// <summary>The state and the row are one transaction. After a failure memory and ETag are ahead of the database; the next
    /// activation reads what is true.</summary>
    private async Task WriteHeader(Action<GroupState> change)
    {
        change(state.State);
        try
        {
            await Database.InTransaction(async () =>
            {
                await state.WriteStateAsync();
                await groups.WriteHeader(_id, state.State);
            });
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>The users' half goes first: their lists may hold a group they are not in (it shows nothing), but nobody is in
    /// a group that their list does not hold. Their front-ends get the group's pushes from here on.</summary>
    private async Task List(ImmutableArray<string> userIds)
    {
        await _tidied;
        foreach (var frontEnds in await Task.WhenAll(userIds.Select(userId => User(userId).AddConversation(_id))))
        {
            foreach (var frontEnd in frontEnds)
                _frontEnds.Renew(frontEnd);
        }
    }

    private async Task<Outcome> Append(
        string actorId, SystemEvent content, Func<DateTimeOffset, long, MembershipChange>? change)
    {
        _announced = Task.CompletedTask;
        var now = clock.GetUtcNow();
        var stored = await _log.AppendSystem(actorId, content, change is null ? null : seq => change(now, seq));
        await _announced;
        if (stored)
            return Outcome.Done;
        // It may have been stored after all: the next activation reads who the members are.
        DeactivateOnIdle();
        return NotStored;
    }

    private async Task<string?> FindUnknown(ImmutableArray<string> userIds)
    {
        var profiles = await Task.WhenAll(userIds.Select(userId => User(userId).GetProfile()));
        var unknown = Array.FindIndex(profiles, profile => profile.Value is null);
        return unknown < 0 ? null : userIds[unknown];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{GroupId} could not be taken off a list; it is tried again later")]
    private partial void LogUntidy(Exception exception, string groupId);
}
