using OrleansChat.Calls;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;

namespace OrleansChat.Groups;

/// <summary>A group: its name, members and messages. The key is the group id.</summary>
[Alias("group")]
public interface IGroupGrain : IConversationGrain
{
    /// <summary>Makes the group; the caller owns it.</summary>
    /// <param name="name">1–100 characters, trimmed.</param>
    /// <param name="memberIds">Others to add; each must exist.</param>
    [Alias("Create")]
    Task<Outcome> Create(string callerId, string name, ImmutableArray<string> memberIds);

    /// <summary>Adds users; those who are members already are passed over. Admins and the owner.</summary>
    [Idempotent(Overwrites = true)]
    [Alias("AddMembers")]
    Task<Outcome> AddMembers(string callerId, ImmutableArray<string> userIds);

    /// <summary>Removes a member, or lets the caller leave. An owner leaves only as the last member
    /// (<see cref="ErrorCode.Conflict"/> before that).</summary>
    [Alias("RemoveMember")]
    Task<Outcome> RemoveMember(string callerId, string userId);

    /// <summary>Takes out somebody whose account is erased. An owner's group goes to the admin, else the member, who has been in
    /// longest; the last one's is deleted.</summary>
    [Idempotent]
    [Alias("RemoveErased")]
    Task<Outcome> RemoveErased(string userId);

    /// <summary>Admins and the owner.</summary>
    [Idempotent(Overwrites = true)]
    [Alias("Rename")]
    Task<Outcome> Rename(string callerId, string name);

    /// <summary>The owner gives a member another role; <see cref="GroupRole.Owner"/> hands the group over and leaves the caller as an
    /// admin. The role that the member has already changes nothing, nor does handing over again what was just handed over.</summary>
    [Alias("SetRole")]
    Task<Outcome> SetRole(string callerId, string userId, GroupRole role);

    /// <summary>Ends the group for everybody, for ever; only the owner. When it answers, nobody sees anything of it; its rows are
    /// removed afterwards.</summary>
    [Alias("DeleteGroup")]
    Task<Outcome> DeleteGroup(string callerId);

    /// <summary>Removes some of the rows that a deleted group has left behind; a group that is there is left alone.</summary>
    /// <returns>Whether to call again at once.</returns>
    [Idempotent]
    [Alias("Sweep")]
    Task<bool> Sweep();

    /// <summary>Makes an invite; admins and the owner. <see cref="ErrorCode.Conflict"/> when 100 can be used already.</summary>
    /// <param name="maxUses">1–100,000, or null.</param>
    /// <param name="expiresAt">In the future, or null.</param>
    [Alias("CreateInvite")]
    Task<Outcome<Invite>> CreateInvite(string callerId, int? maxUses, DateTimeOffset? expiresAt);

    /// <summary>Invites, newest first, also the latest of those that are used up or have expired; admins and the owner.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("ListInvites")]
    Task<Outcome<Page<Invite>>> ListInvites(string callerId, int limit, string? cursor);

    /// <summary>Admins and the owner.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("GetInvite")]
    Task<Outcome<Invite>> GetInvite(string callerId, string code);

    /// <summary>Withdraws an invite: nobody joins with it any more. Admins and the owner.</summary>
    [Alias("DeleteInvite")]
    Task<Outcome> DeleteInvite(string callerId, string code);

    /// <summary>What anybody who holds the code may see. <see cref="ErrorCode.Gone"/> when it is used up or has expired, unless
    /// the caller is a member.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("PreviewInvite")]
    Task<Outcome<InvitePreview>> PreviewInvite(string callerId, string code);

    /// <summary>Makes the caller a member and counts as one use; a member stays one and uses nothing up.
    /// <see cref="ErrorCode.Gone"/> when it is used up or has expired.</summary>
    [Idempotent(Overwrites = true)]
    [Alias("Join")]
    Task<Outcome> Join(string callerId, string code);

    /// <summary>Subscribes a front-end that has connected members, for 30 s; called every 10 s to renew.</summary>
    /// <returns>The group's version: a front-end that has pushed less has missed a push.</returns>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Subscribe")]
    Task<long> Subscribe(FrontEnd frontEnd);

    /// <summary>The front-end has no connected member any more.</summary>
    [AlwaysInterleave]
    [Alias("Unsubscribe")]
    Task Unsubscribe(string frontEndId);
}
