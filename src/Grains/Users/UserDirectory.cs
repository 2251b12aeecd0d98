using Npgsql;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>
/// Profiles and people search. Of the search, the statements for prefixes each walk one of two indexes of <c>users</c> in its order
/// and stop at the limit, so their cost follows the page and not the number of matches; the one for likeness collects its matches
/// from an index of trigrams.
/// </summary>
internal sealed class UserDirectory(Database database)
{
    // A range in place of LIKE: it uses the index with a generic plan, too, and needs no escaping. 1114111 is the last code point.
    private const string UsernameMatches =
        "(lower(username) ~>=~ lower($1) AND lower(username) ~<~ (lower($1) || chr(1114111)))";

    private const string DisplayNameMatches =
        "(lower(display_name) ~>=~ lower($1) AND lower(display_name) ~<~ (lower($1) || chr(1114111)))";

    // Erased users have no name.
    private const string IsFound = "user_id <> $3 AND username <> ''";

    private const string ByUsername =
        $"""
        SELECT lower(username) AS key, user_id, row_number() OVER (ORDER BY lower(username) USING ~<~) AS place FROM users
        WHERE {UsernameMatches} AND lower(username) ~>~ $2 AND {IsFound}
        ORDER BY lower(username) USING ~<~ LIMIT $4
        """;

    private const string ByDisplayName =
        $"""
        SELECT lower(display_name) AS key, user_id, row_number() OVER (ORDER BY lower(display_name) USING ~<~, user_id) AS place FROM users
        WHERE {DisplayNameMatches}
          AND lower(display_name) ~>=~ $2 AND (lower(display_name) ~>~ $2 OR user_id > $5)
          AND NOT {UsernameMatches} AND {IsFound}
        ORDER BY lower(display_name) USING ~<~, user_id LIMIT $4
        """;

    // The key is how unlike the best stretch of words is: 0 to 1,000,000, at most 400,000 by PostgreSQL's default threshold. A text
    // without letters and digits has no trigrams, is like nothing, and would have the whole index read.
    private const string ByLikeness =
        $"""
        SELECT lpad(unlikeness::text, 7, '0') AS key, user_id, row_number() OVER (ORDER BY unlikeness, user_id) AS place
        FROM (SELECT *, (1000000 * (1 - word_similarity(lower($1), lower(username || ' ' || display_name))))::integer AS unlikeness
              FROM users
              WHERE lower($1) <% lower(username || ' ' || display_name) AND cardinality(show_trgm(lower($1))) > 0) AS users
        WHERE (lpad(unlikeness::text, 7, '0') COLLATE "C", user_id) > ($2 COLLATE "C", $5)
          AND NOT {UsernameMatches} AND NOT {DisplayNameMatches} AND {IsFound}
        ORDER BY unlikeness, user_id LIMIT $4
        """;

    /// <returns>Null when there is no such user.</returns>
    public async Task<User?> Find(string callerId, string userId)
    {
        await using var command = database.DataSource.CreateCommand(
            $"SELECT {UserRows.Columns("$1")} FROM users AS u WHERE u.user_id = $2");
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = userId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? UserRows.Read(reader) : null;
    }

    /// <param name="limit">From 1.</param>
    public async Task<Page<User>> Search(string callerId, string query, int limit, SearchCursor after)
    {
        // One more than asked for tells whether there is a next page.
        var found = new List<(User User, SearchCursor Cursor)>(limit + 1);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        for (var tier = after.Tier; tier <= SearchTier.Likeness && found.Count <= limit; tier++)
            await Read(connection, callerId, query, limit + 1 - found.Count, tier == after.Tier ? after : SearchCursor.StartOf(tier), found);
        return found.Count <= limit
            ? new([.. found.Select(row => row.User)], null)
            : new([.. found.Take(limit).Select(row => row.User)], found[limit - 1].Cursor.ToText());
    }

    private static async Task Read(
        NpgsqlConnection connection, string callerId, string query, int limit, SearchCursor start,
        List<(User User, SearchCursor Cursor)> found)
    {
        var page = start.Tier switch
        {
            SearchTier.Username => ByUsername,
            SearchTier.DisplayName => ByDisplayName,
            _ => ByLikeness,
        };
        await using var command = new NpgsqlCommand($"""
            SELECT page.key, {UserRows.Columns("$3")}
            FROM ({page}) AS page JOIN users AS u USING (user_id)
            ORDER BY page.place
            """, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = query },
                new NpgsqlParameter<string> { TypedValue = start.Key },
                new NpgsqlParameter<string> { TypedValue = callerId },
                new NpgsqlParameter<int> { TypedValue = limit },
            },
        };
        if (start.Tier != SearchTier.Username)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = start.UserId });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var user = UserRows.Read(reader, 1);
            found.Add((user, new(start.Tier, reader.GetString(0), user.Id)));
        }
    }
}
