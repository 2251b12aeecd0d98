using OrleansChat.Grains.Journal;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>Who is in a group, and what a change of it would be. Pure: nothing is written here.</summary>
internal sealed class GroupMembers(IEnumerable<MemberRow> rows)
{
    private readonly Dictionary<string, GroupRole> _roles = rows.ToDictionary(row => row.UserId, row => row.Role);

    public int Count => _roles.Count;

    public bool Contains(string userId) => _roles.ContainsKey(userId);

    public GroupRole? RoleOf(string userId) => _roles.TryGetValue(userId, out var role) ? role : null;

    /// <summary>The one gate of the group: whoever is not in sees nothing of it; whoever is may need a role.</summary>
    /// <returns>Null when the caller may go on.</returns>
    public Error? Gate(string callerId, GroupRole needed = GroupRole.Member) =>
        RoleOf(callerId) is not { } role ? Error.NotFound
        : role < needed ? Error.Forbidden($"Only {(needed == GroupRole.Owner ? "the owner" : "admins and the owner")} can do this.")
        : null;

    /// <summary>Whether the caller may take the user out, or leave.</summary>
    public Error? GateRemoval(string callerId, string userId)
    {
        if (Gate(callerId) is { } error)
            return error;
        if (RoleOf(userId) is not { } role)
            return Error.NotFound;
        if (callerId == userId)
        {
            return role == GroupRole.Owner && Count > 1
                ? new Error(ErrorCode.Conflict, "The owner cannot leave while others are in the group. Hand it over or remove them first.")
                : null;
        }
        return RoleOf(callerId) <= role || RoleOf(callerId) < GroupRole.Admin
            ? Error.Forbidden("Admins can remove members, the owner can remove admins.")
            : null;
    }

    /// <summary>Whether the caller may give the user that role.</summary>
    public Error? GateRole(string callerId, string userId, GroupRole role) =>
        Gate(callerId, GroupRole.Owner) is { } error ? error
        : !Contains(userId) ? Error.NotFound
        : callerId == userId && role != GroupRole.Owner
            ? new Error(ErrorCode.Conflict, "A group has one owner. Make another member the owner instead; you will be an admin then.")
        : null;

    public MembershipChange Adding(IReadOnlyList<string> userIds, GroupRole role, DateTimeOffset now, long seq) =>
        new([.. userIds.Select(userId => new MemberRow(userId, role, now, seq))], [], Count + userIds.Count);

    public MembershipChange Removing(string userId) => new([], [userId], Count - 1);

    public MembershipChange Changing(params IReadOnlyList<RoleChange> roles) => new([], [], Count) { Roles = roles };

    public void Apply(MembershipChange change)
    {
        if (change.DeletedAt is not null)
            _roles.Clear();
        foreach (var (userId, role) in change.Roles)
            _roles[userId] = role;
        foreach (var member in change.Added)
            _roles[member.UserId] = member.Role;
        foreach (var userId in change.Removed)
            _roles.Remove(userId);
    }
}
