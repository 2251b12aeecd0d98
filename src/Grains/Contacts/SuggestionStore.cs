using System.Globalization;
using OrleansChat.Contacts;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Users;

namespace OrleansChat.Grains.Contacts;

/// <summary>Friends of friends by the number of mutual contacts, in one statement over the primary key of <c>contacts</c>.</summary>
internal sealed class SuggestionStore(Database database)
{
    private static readonly string Sql = $"""
        WITH candidates AS (
            SELECT theirs.other_id, count(*)::integer AS mutual
            FROM contacts AS mine
            JOIN contacts AS theirs ON theirs.user_id = mine.other_id
            WHERE mine.user_id = $1 AND mine.status = {(int)ContactStatus.Accepted}
              AND theirs.status = {(int)ContactStatus.Accepted} AND theirs.other_id <> $1
            GROUP BY theirs.other_id
        ), page AS (
            SELECT candidate.other_id, candidate.mutual
            FROM candidates AS candidate
            JOIN users AS named ON named.user_id = candidate.other_id AND named.username <> ''
            LEFT JOIN contacts AS known ON known.user_id = $1 AND known.other_id = candidate.other_id
            WHERE ($2 = 0 OR candidate.mutual < $2 OR (candidate.mutual = $2 AND candidate.other_id > $3))
              AND coalesce(known.status, 0) = 0 AND NOT coalesce(known.blocked_by_other, false)
            ORDER BY candidate.mutual DESC, candidate.other_id
            LIMIT $4
        )
        SELECT page.mutual, {UserRows.Columns("$1")}
        FROM page JOIN users AS u ON u.user_id = page.other_id
        ORDER BY page.mutual DESC, page.other_id
        """;

    /// <param name="after">The cursor of the page before, or null.</param>
    public async Task<Outcome<Page<Suggestion>>> Suggest(string callerId, int limit, string? after)
    {
        var start = after is null ? ["0", ""] : PageCursor.Decode(after, 2);
        if (start is null || !int.TryParse(start[0], NumberStyles.None, CultureInfo.InvariantCulture, out var mutual))
            return PageCursor.Invalid;

        await using var command = database.DataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = mutual });
        command.Parameters.Add(new() { Value = start[1] });
        command.Parameters.Add(new() { Value = limit + 1 });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<Suggestion>(limit + 1);
        while (await reader.ReadAsync())
            found.Add(new Suggestion(UserRows.Read(reader, 1), reader.GetInt32(0)));
        if (found.Count <= limit)
            return new Page<Suggestion>([.. found], null);
        var last = found[limit - 1];
        return new Page<Suggestion>(
            [.. found.Take(limit)], PageCursor.Encode(last.MutualCount.ToString(CultureInfo.InvariantCulture), last.User.Id));
    }
}
