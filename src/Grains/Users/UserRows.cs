using Npgsql;
using OrleansChat.Contacts;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>How a row of <c>users</c> becomes a user as another one, the viewer, may see it.</summary>
internal static class UserRows
{
    /// <summary>How many columns <see cref="Columns"/> are.</summary>
    public const int Count = 6;

    /// <summary>
    /// Of the user <c>u</c>: the last two tell whether the viewer may see the user's presence, and when the user was last seen.
    /// </summary>
    /// <param name="viewer">An SQL expression: the id of the viewer.</param>
    /// <param name="u">The alias of the row of <c>users</c>; null columns when there is none.</param>
    public static string Columns(string viewer, string u = "u") => $"""
        {u}.user_id, {u}.username, {u}.display_name, {u}.avatar_key, {SeesPresence(viewer, $"{u}.user_id")},
        (SELECT seen.last_seen_at FROM user_presence AS seen WHERE seen.user_id = {u}.user_id)
        """;

    /// <summary>
    /// Whether the viewer may see a user's presence: contacts may, and those whose direct conversation both lists hold (it has a
    /// message then); no block may be between the two.
    /// </summary>
    /// <param name="viewer">An SQL expression, as <paramref name="userId"/>: an id.</param>
    public static string SeesPresence(string viewer, string userId) => $"""
        (SELECT CASE WHEN half.status IN ({(int)ContactStatus.Accepted}, {(int)ContactStatus.Blocked}) OR half.blocked_by_other
                     THEN half.status = {(int)ContactStatus.Accepted} AND NOT half.blocked_by_other
                     ELSE {viewer} <> {userId}
                          AND EXISTS (SELECT FROM user_conversations AS listed
                                      WHERE listed.user_id = {viewer} AND listed.conversation_id = pair.direct_id)
                          AND EXISTS (SELECT FROM user_conversations AS listed
                                      WHERE listed.user_id = {userId} AND listed.conversation_id = pair.direct_id)
                END
         FROM (SELECT 'd.' || least(substr({viewer}, 3), substr({userId}, 3)) || '.'
                      || greatest(substr({viewer}, 3), substr({userId}, 3)) AS direct_id) AS pair
         LEFT JOIN contacts AS half ON half.user_id = {viewer} AND half.other_id = {userId})
        """;

    /// <param name="at">The column where <see cref="Columns"/> begin.</param>
    public static User Read(NpgsqlDataReader row, int at = 0)
    {
        var seesPresence = !row.IsDBNull(at + 4) && row.GetBoolean(at + 4);
        return new User(
            row.GetString(at),
            row.GetString(at + 1),
            row.GetString(at + 2),
            row.IsDBNull(at + 3) ? null : row.GetString(at + 3),
            Online: seesPresence ? false : null, // what is true now, front-ends know
            LastSeenAt: seesPresence && !row.IsDBNull(at + 5) ? row.GetFieldValue<DateTimeOffset>(at + 5) : null);
    }
}
