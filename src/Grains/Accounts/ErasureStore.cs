using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Accounts;

/// <summary>The erasures that are under way, and what there is to erase.</summary>
internal sealed class ErasureStore(Database database)
{
    /// <summary>Doing it again changes nothing.</summary>
    public async Task Begin(string userId, string accountKey, DateTimeOffset now)
    {
        await using var command = database.DataSource.CreateCommand(
            "INSERT INTO erasures (user_id, account_key, started_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new() { Value = userId });
        command.Parameters.Add(new() { Value = accountKey });
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>The account's key; null when no erasure of the user is under way.</returns>
    public Task<string?> Find(string userId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("SELECT account_key FROM erasures WHERE user_id = $1");
        command.Parameters.Add(new() { Value = userId });
        return await command.ExecuteScalarAsync() as string;
    });

    public async Task End(string userId)
    {
        // The user's halves have ended and nobody asks for them any more; neither does anybody for the last seen.
        await using var batch = database.DataSource.CreateBatch();
        foreach (var table in new[] { "contacts", "user_presence", "erasures" })
            batch.BatchCommands.Add(new($"DELETE FROM {table} WHERE user_id = $1") { Parameters = { new() { Value = userId } } });
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Users whose erasure began some time ago and has not ended.</summary>
    public Task<List<string>> FindInterrupted(DateTimeOffset startedBefore) =>
        Ids("SELECT user_id FROM erasures WHERE started_at < $1 ORDER BY started_at LIMIT 100", startedBefore);

    /// <summary>The conversations in the user's list.</summary>
    public Task<List<string>> Conversations(string userId) =>
        Ids("SELECT conversation_id FROM user_conversations WHERE user_id = $1", userId);

    /// <summary>Everybody the user has or had to do with.</summary>
    public Task<List<string>> Contacts(string userId) => Ids("SELECT other_id FROM contacts WHERE user_id = $1", userId);

    public Task<List<string>> Images(string userId) => Ids("SELECT image_id FROM images WHERE owner_id = $1", userId);

    /// <summary>Messages that show an image of the user.</summary>
    public Task<List<(string ConversationId, long Seq)>> ImageMessages(string userId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT m.conversation_id, m.seq FROM images AS i JOIN messages AS m ON m.image_id = i.image_id
            WHERE i.owner_id = $1 ORDER BY m.conversation_id, m.seq
            """);
        command.Parameters.Add(new() { Value = userId });
        await using var reader = await command.ExecuteReaderAsync();
        var messages = new List<(string, long)>();
        while (await reader.ReadAsync())
            messages.Add((reader.GetString(0), reader.GetInt64(1)));
        return messages;
    });

    private Task<List<string>> Ids(string sql, object parameter) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetString(0));
        return ids;
    });
}
