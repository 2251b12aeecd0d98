using Npgsql;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>
/// People search. Each statement walks one of the two indexes of <c>users</c> in its order and stops at the limit, so its cost
/// follows the page and not the number of matches.
/// </summary>
internal sealed class UserDirectory(Database database)
{
    // A range in place of LIKE: it uses the index with a generic plan, too, and needs no escaping. 1114111 is the last code point.
    private const string UsernameMatches =
        "(lower(username) ~>=~ lower($1) AND lower(username) ~<~ (lower($1) || chr(1114111)))";

    private const string ByUsername =
        $"""
        SELECT lower(username), user_id, username, display_name, avatar_key FROM users
        WHERE {UsernameMatches} AND lower(username) ~>~ $2 AND user_id <> $3
        ORDER BY lower(username) USING ~<~ LIMIT $4
        """;

    private const string ByDisplayName =
        $"""
        SELECT lower(display_name), user_id, username, display_name, avatar_key FROM users
        WHERE lower(display_name) ~>=~ lower($1) AND lower(display_name) ~<~ (lower($1) || chr(1114111))
          AND lower(display_name) ~>=~ $2 AND (lower(display_name) ~>~ $2 OR user_id > $5)
          AND NOT {UsernameMatches} AND user_id <> $3
        ORDER BY lower(display_name) USING ~<~, user_id LIMIT $4
        """;

    /// <param name="limit">From 1.</param>
    public async Task<Page<User>> Search(string callerId, string query, int limit, SearchCursor after)
    {
        // One more than asked for tells whether there is a next page.
        var found = new List<(User User, SearchCursor Cursor)>(limit + 1);
        await using var connection = await database.DataSource.OpenConnectionAsync();
        if (after.Tier == SearchTier.Username)
        {
            await Read(connection, callerId, query, limit + 1, after, found);
            after = SearchCursor.StartOf(SearchTier.DisplayName);
        }
        if (found.Count <= limit)
            await Read(connection, callerId, query, limit + 1 - found.Count, after, found);
        return found.Count <= limit
            ? new([.. found.Select(row => row.User)], null)
            : new([.. found.Take(limit).Select(row => row.User)], found[limit - 1].Cursor.ToText());
    }

    private static async Task Read(
        NpgsqlConnection connection, string callerId, string query, int limit, SearchCursor start,
        List<(User User, SearchCursor Cursor)> found)
    {
        await using var command = new NpgsqlCommand(start.Tier == SearchTier.Username ? ByUsername : ByDisplayName, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = query },
                new NpgsqlParameter<string> { TypedValue = start.Key },
                new NpgsqlParameter<string> { TypedValue = callerId },
                new NpgsqlParameter<int> { TypedValue = limit },
            },
        };
        if (start.Tier == SearchTier.DisplayName)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = start.UserId });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var user = new User(reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4));
            found.Add((user, new(start.Tier, reader.GetString(0), user.Id)));
        }
    }
}
