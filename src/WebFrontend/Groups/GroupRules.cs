using OrleansChat.Conversations;
using OrleansChat.Groups;

namespace OrleansChat.WebFrontend.Groups;

/// <summary>What a group's name and a list of people to add must be.</summary>
internal static class GroupRules
{
    public const int MaxNameLength = 100;

    /// <summary>People in one request; more come in further requests.</summary>
    public const int MaxUsersAtOnce = 200;

    /// <summary>1 to 100 UTF-16 units, trimmed.</summary>
    public static Outcome<string> Name(string? text)
    {
        var name = text?.Trim() ?? "";
        return name.Length is < 1 or > MaxNameLength ? Error.Invalid("name", $"A group's name has 1 to {MaxNameLength} characters.")
            : !MessageRules.IsStorable(name) ? Error.Invalid("name", "The name holds a character that cannot be stored.")
            : name;
    }

    public static Outcome<GroupRole> Role(string? role) => role switch
    {
        "member" => GroupRole.Member,
        "admin" => GroupRole.Admin,
        "owner" => GroupRole.Owner,
        _ => Error.Invalid("role", "A role is \"member\", \"admin\" or \"owner\"."),
    };

    public static Outcome<ImmutableArray<string>> UserIds(IReadOnlyList<string?>? ids, string field) =>
        ids is null ? Error.Invalid(field, "Name the users.")
        : ids.Count > MaxUsersAtOnce ? Error.Invalid(field, $"At most {MaxUsersAtOnce} users at once.")
        : ids.FirstOrDefault(id => !Ids.IsUser(id)) is { } unknown ? Error.Invalid(field, $"There is no user {unknown}.")
        : ids.Contains(null) ? Error.Invalid(field, "A user's id is missing.")
        : ids.OfType<string>().ToImmutableArray();
}
