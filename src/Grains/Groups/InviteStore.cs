using Npgsql;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>The rows of a group's invites. Uses are counted by the journal, with the membership that they led to.</summary>
internal sealed class InviteStore(Database database)
{
    public Task<List<InviteRow>> Load(string groupId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT code, max_uses, uses, expires_at, created_at FROM invites WHERE group_id = $1");
        command.Parameters.Add(new() { Value = groupId });
        await using var reader = await command.ExecuteReaderAsync();
        var invites = new List<InviteRow>();
        while (await reader.ReadAsync())
        {
            invites.Add(new InviteRow(
                new Invite(
                    reader.GetString(0),
                    reader.IsDBNull(1) ? null : reader.GetInt32(1),
                    reader.GetInt32(2),
                    reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3)),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }
        return invites;
    });

    /// <summary>Adds one and forgets others, in one step.</summary>
    public async Task Add(string groupId, InviteRow row, IReadOnlyList<string> forgotten)
    {
        await using var batch = database.DataSource.CreateBatch();
        batch.BatchCommands.Add(new("INSERT INTO invites (group_id, code, max_uses, uses, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = groupId },
                new NpgsqlParameter<string> { TypedValue = row.Invite.Code },
                new NpgsqlParameter<int?> { TypedValue = row.Invite.MaxUses },
                new NpgsqlParameter<int> { TypedValue = row.Invite.Uses },
                new NpgsqlParameter<DateTimeOffset?> { TypedValue = row.Invite.ExpiresAt },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = row.CreatedAt },
            },
        });
        if (forgotten.Count > 0)
            batch.BatchCommands.Add(Deletion(groupId, forgotten));
        await batch.ExecuteNonQueryAsync();
    }

    public async Task Remove(string groupId, string code)
    {
        await using var batch = database.DataSource.CreateBatch();
        batch.BatchCommands.Add(Deletion(groupId, [code]));
        await batch.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Deletion(string groupId, IReadOnlyList<string> codes) =>
        new("DELETE FROM invites WHERE group_id = $1 AND code = ANY($2)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = groupId },
                new NpgsqlParameter<string[]> { TypedValue = [.. codes] },
            },
        };
}
