using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansChat.Groups;

/// <summary>The content of a system message: what happened, to whom. Clients word it in their own language; people are ids,
/// so that an erased account leaves no name behind. The actor is the message's sender.</summary>
/// <param name="Event">One of the constants here.</param>
/// <param name="Name">The group's new name, for <see cref="GroupCreated"/> and <see cref="GroupRenamed"/>.</param>
public sealed record SystemEvent(
    string Event,
    IReadOnlyList<string> UserIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null)
{
    public const string GroupCreated = "groupCreated";
    public const string GroupRenamed = "groupRenamed";
    public const string MembersAdded = "membersAdded";
    public const string MemberLeft = "memberLeft";
    public const string MemberRemoved = "memberRemoved";

    /// <summary>Reads what <see cref="ToContent"/> wrote.</summary>
    public static SystemEvent Parse(string content) =>
        JsonSerializer.Deserialize<SystemEvent>(content, JsonSerializerOptions.Web)
        ?? throw new JsonException("A system message holds no event.");

    public string ToContent() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
