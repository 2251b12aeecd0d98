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
        await using var command = database.DataSource.CreateCommand("DELETE FROM erasures WHERE user_id = $1");
        command.Parameters.Add(new() { Value = userId });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Users whose erasure began some time ago and has not ended.</summary>
    public Task<List<string>> FindInterrupted(DateTimeOffset startedBefore) =>
        Ids("SELECT user_id FROM erasures WHERE started_at < $1 ORDER BY started_at LIMIT 100", startedBefore);

    /// <summary>The conversations in the user's list.</summary>
    public Task<List<string>> Conversations(string userId) =>
        Ids("SELECT conversation_id FROM user_conversations WHERE user_id = $1", userId);

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
