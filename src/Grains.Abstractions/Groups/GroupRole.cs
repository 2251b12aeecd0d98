using System.Text.Json.Serialization;

namespace OrleansChat.Groups;

/// <summary>What a member may do; a higher value may all that a lower one may.</summary>
[JsonConverter(typeof(GroupRoleJson))]
public enum GroupRole
{
    Member = 0,
    Admin = 1,
    Owner = 2,
}

internal sealed class GroupRoleJson() : JsonStringEnumConverter<GroupRole>(System.Text.Json.JsonNamingPolicy.CamelCase);
