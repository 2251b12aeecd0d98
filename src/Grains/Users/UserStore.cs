using Npgsql;
using NpgsqlTypes;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>The rows that <see cref="UserGrain"/> alone writes: the user's entry in the directory and list of conversations.</summary>
internal sealed class UserStore(Database database)
{
    /// <summary>Writes the directory's entry, within the ambient transaction.</summary>
    public Task WriteProfile(string userId, UserProfile profile, DateTimeOffset now) => database.Execute(
        """
        INSERT INTO users (user_id, username, display_name, created_at, changed_at, avatar_key) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (user_id) DO UPDATE
        SET display_name = excluded.display_name, changed_at = excluded.changed_at, avatar_key = excluded.avatar_key
        """,
        Text(userId), Text(profile.Username), Text(profile.DisplayName), Time(profile.CreatedAt), Time(now),
        new NpgsqlParameter { Value = (object?)profile.AvatarKey ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

    /// <summary>Leaves a row that names nobody, within the ambient transaction.</summary>
    public Task EraseProfile(string userId, DateTimeOffset now) => database.Execute(
        "UPDATE users SET username = '', display_name = $2, avatar_key = NULL, created_at = $3, changed_at = $3 WHERE user_id = $1",
        Text(userId), Text(User.Deleted), Time(now));

    /// <summary>The ids of the groups in the user's list, and whose presence the user may see.</summary>
    public Task<(HashSet<string> Groups, ImmutableArray<string> Watches)> ReadConnected(string userId) => database.Read(async () =>
    {
        await using var batch = database.DataSource.CreateBatch();
        // By the primary key: ids of groups begin with "g.", and "/" follows the dot. Left-overs of a crash are not read.
        batch.BatchCommands.Add(new("""
            SELECT conversation_id
            FROM user_conversations AS listed
            JOIN live_members AS member ON member.group_id = listed.conversation_id AND member.user_id = listed.user_id
            WHERE listed.user_id = $1 AND conversation_id >= 'g.' AND conversation_id < 'g/'
            """)
        {
            Parameters = { Text(userId) },
        });
        batch.BatchCommands.Add(ContactStore.SelectWatches(userId));
        await using var reader = await batch.ExecuteReaderAsync();
        HashSet<string> groups = [.. await reader.ReadTexts()];
        await reader.NextResultAsync();
        return (groups, await reader.ReadTexts());
    });

    public Task AddConversation(string userId, string conversationId, DateTimeOffset now) => Execute(
        "INSERT INTO user_conversations (user_id, conversation_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        Text(userId), Text(conversationId), Time(now));

    /// <summary>Unless the user is (again) a member of the group: a call that comes late, from an activation that stood still, takes no
    /// member's list apart.</summary>
    public Task RemoveConversation(string userId, string conversationId) => Execute(
        """
        DELETE FROM user_conversations WHERE user_id = $1 AND conversation_id = $2
          AND NOT EXISTS (SELECT FROM live_members WHERE group_id = $2 AND user_id = $1)
        """,
        Text(userId), Text(conversationId));

    /// <returns>Whether the conversation is in the list.</returns>
    public async Task<bool> SetMuted(string userId, string conversationId, bool muted) => await Execute(
        "UPDATE user_conversations SET muted = $3 WHERE user_id = $1 AND conversation_id = $2",
        Text(userId), Text(conversationId), new NpgsqlParameter<bool> { TypedValue = muted }) > 0;

    private async Task<int> Execute(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTimeOffset> Time(DateTimeOffset value) => new() { TypedValue = value };
}
