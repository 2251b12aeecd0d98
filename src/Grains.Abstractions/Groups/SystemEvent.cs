using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansChat.Groups;

/// <summary>The content of a system message: what happened, to whom. Clients word it in their own language; people are ids,
/// so that an erased account leaves no name behind. The actor is the message's sender.</summary>
/// <param name="Event">One of the constants here.</param>
/// <param name="Name">The group's new name, for <see cref="GroupCreated"/> and <see cref="GroupRenamed"/>.</param>
/// <param name="Role">The users' new role, for <see cref="RoleChanged"/>.</param>
public sealed record SystemEvent(
    string Event,
    IReadOnlyList<string> UserIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] GroupRole? Role = null)
{
    public const string GroupCreated = "groupCreated";
    public const string GroupRenamed = "groupRenamed";
    public const string MembersAdded = "membersAdded";

    /// <summary>Somebody came in by an invite: the actor.</summary>
    public const string MemberJoined = "memberJoined";
    public const string MemberLeft = "memberLeft";
    public const string MemberRemoved = "memberRemoved";

    /// <summary>A member has another role; not <see cref="GroupRole.Owner"/>.</summary>
    public const string RoleChanged = "roleChanged";

    /// <summary>The actor handed the group over to the one user named, and is an admin now.</summary>
    public const string OwnerChanged = "ownerChanged";

    /// <summary>The last entry of a group's log; nobody is left to read it.</summary>
    public const string GroupDeleted = "groupDeleted";

    /// <summary>Reads what <see cref="ToContent"/> wrote.</summary>
    public static SystemEvent Parse(string content) =>
        JsonSerializer.Deserialize<SystemEvent>(content, JsonSerializerOptions.Web)
        ?? throw new JsonException("A system message holds no event.");

    public string ToContent() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
