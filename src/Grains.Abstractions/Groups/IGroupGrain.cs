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
    [Alias("AddMembers")]
    Task<Outcome> AddMembers(string callerId, ImmutableArray<string> userIds);

    /// <summary>Removes a member, or lets the caller leave. An owner leaves only as the last member
    /// (<see cref="ErrorCode.Conflict"/> before that).</summary>
    [Alias("RemoveMember")]
    Task<Outcome> RemoveMember(string callerId, string userId);

    /// <summary>Admins and the owner.</summary>
    [Alias("Rename")]
    Task<Outcome> Rename(string callerId, string name);

    /// <summary>Subscribes a front-end that has connected members, for 30 s; called every 10 s to renew.</summary>
    /// <returns>The group's version: a front-end that has pushed less has missed a push.</returns>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    [Alias("Subscribe")]
    Task<long> Subscribe(FrontEnd frontEnd);

    /// <summary>The front-end has no connected member any more.</summary>
    [AlwaysInterleave]
    [Alias("Unsubscribe")]
    Task Unsubscribe(string frontEndId);
}
