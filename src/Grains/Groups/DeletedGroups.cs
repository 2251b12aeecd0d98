using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Groups;

/// <summary>What deleted groups have left behind.</summary>
internal sealed class DeletedGroups(Database database)
{
    /// <summary>Every table that holds rows of a group, with the column of its id; but for <c>groups</c>, which goes last, and the
    /// users' lists, which their grains write.</summary>
    private static readonly (string Table, string Key)[] Tables =
    [
        ("group_members", "group_id"),
        ("invites", "group_id"),
        ("pins", "conversation_id"),
        ("cursors", "conversation_id"),
        ("reactions", "conversation_id"),
        ("message_edits", "conversation_id"),
        ("messages", "conversation_id"),
        ("message_changes", "conversation_id"),
        // Behind the messages: as long as they are there, they may be put into the index.
        ("message_search", "conversation_id"),
    ];

    /// <summary>Deleted groups after an id, by id.</summary>
    public Task<List<string>> Find(string afterGroupId, int limit) => ReadTexts(
        "SELECT group_id FROM groups WHERE deleted_at IS NOT NULL AND group_id > $1 ORDER BY group_id LIMIT $2", afterGroupId, limit);

    /// <returns>UTC; null when the group is there, or when nothing is left of it.</returns>
    public Task<DateTimeOffset?> DeletedAt(string groupId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("SELECT deleted_at FROM groups WHERE group_id = $1");
        command.Parameters.Add(new() { Value = groupId });
        return await command.ExecuteScalarAsync() is DateTime time ? new DateTimeOffset(time) : (DateTimeOffset?)null;
    });

    /// <summary>Users whose lists hold the group.</summary>
    public Task<List<string>> FindListed(string groupId, int limit) => ReadTexts(
        "SELECT user_id FROM user_conversations WHERE conversation_id = $1 AND conversation_id LIKE 'g.%' LIMIT $2", groupId, limit);

    /// <summary>Removes some rows; none are left when it removes none.</summary>
    public async Task<RemovedRows> RemoveRows(string groupId, int limit)
    {
        var (removed, images) = (0, new List<string>());
        foreach (var (table, key) in Tables)
        {
            await using var command = database.DataSource.CreateCommand($"""
                WITH gone AS (
                    DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE {key} = $1 LIMIT $2))
                    RETURNING {(table == "messages" ? "image_id" : "NULL::text AS image_id")}
                )
                SELECT count(*)::integer, array_remove(array_agg(image_id), NULL) FROM gone
                """);
            command.Parameters.Add(new() { Value = groupId });
            command.Parameters.Add(new() { Value = limit - removed });
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            removed += reader.GetInt32(0);
            if (!reader.IsDBNull(1))
                images.AddRange(reader.GetFieldValue<string[]>(1));
            if (removed >= limit)
                break;
        }
        return new RemovedRows(removed, images);
    }

    /// <summary>Inside the transaction that clears the group's state.</summary>
    public Task RemoveHeader(string groupId) => database.Execute("DELETE FROM groups WHERE group_id = $1", [new() { Value = groupId }]);

    private Task<List<string>> ReadTexts(string sql, string id, int limit) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    });
}

/// <param name="Images">Those that messages showed that are gone.</param>
internal sealed record RemovedRows(int Count, IReadOnlyList<string> Images);
