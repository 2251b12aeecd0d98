using System.Globalization;
using OrleansChat.Contacts;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Users;

namespace OrleansChat.Grains.Contacts;

/// <summary>Friends of friends by the number of mutual contacts, in one statement over one index: <c>contacts_graph</c>.</summary>
internal sealed class SuggestionStore(Database database)
{
    private static readonly string Sql = $"""
        WITH known AS MATERIALIZED (
            SELECT other_hash, status FROM contacts WHERE user_id = $1 AND (status <> 0 OR blocked_by_other)
        ), candidates AS (
            SELECT theirs.other_hash, count(*)::integer AS mutual
            FROM known JOIN contacts AS theirs ON theirs.user_hash = known.other_hash
            WHERE known.status = {(int)ContactStatus.Accepted} AND theirs.status = {(int)ContactStatus.Accepted}
            GROUP BY theirs.other_hash
        ), page AS MATERIALIZED (
            SELECT other_hash, mutual FROM candidates
            WHERE other_hash <> hashtextextended($1, 0)
              AND NOT EXISTS (SELECT FROM known WHERE known.other_hash = candidates.other_hash)
              AND ($2 = 0 OR mutual < $2 OR (mutual = $2 AND other_hash > $3))
            ORDER BY mutual DESC, other_hash
            LIMIT $4
        )
        SELECT page.mutual, page.other_hash, {UserRows.Columns("$1")}
        FROM page LEFT JOIN users AS u ON hashtextextended(u.user_id, 0) = page.other_hash AND u.username <> ''
        ORDER BY page.mutual DESC, page.other_hash
        """;

    /// <param name="after">The cursor of the page before, or null.</param>
    public async Task<Outcome<Page<Suggestion>>> Suggest(string callerId, int limit, string? after)
    {
        var start = after is null ? ["0", "0"] : PageCursor.Decode(after, 2);
        if (start is null || !int.TryParse(start[0], NumberStyles.None, CultureInfo.InvariantCulture, out var mutual)
            || !long.TryParse(start[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hash))
            return PageCursor.Invalid;

        await using var command = database.DataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = mutual });
        command.Parameters.Add(new() { Value = hash });
        command.Parameters.Add(new() { Value = limit + 1 });
        await using var reader = await command.ExecuteReaderAsync();
        var page = ImmutableArray.CreateBuilder<Suggestion>();
        string? next = null;
        for (var row = 1; await reader.ReadAsync(); row++)
        {
            if (row > limit)
                return new Page<Suggestion>(page.ToImmutable(), next);
            next = PageCursor.Encode($"{reader.GetInt32(0)}", reader.GetInt64(1).ToString(CultureInfo.InvariantCulture));
            if (!reader.IsDBNull(2))
                page.Add(new Suggestion(UserRows.Read(reader, 2), reader.GetInt32(0)));
        }
        return new Page<Suggestion>(page.ToImmutable(), null);
    }
}
