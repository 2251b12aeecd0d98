using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>The rows of a group beside its log.</summary>
internal sealed class GroupStore(Database database)
{
    public async Task<List<MemberRow>> LoadMembers(string groupId)
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT user_id, role, joined_at, joined_seq FROM group_members WHERE group_id = $1");
        command.Parameters.Add(new() { Value = groupId });
        await using var reader = await command.ExecuteReaderAsync();
        var members = new List<MemberRow>();
        while (await reader.ReadAsync())
        {
            members.Add(new MemberRow(
                reader.GetString(0), (GroupRole)reader.GetInt16(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3)));
        }
        return members;
    }

    /// <summary>The newest system message among the last thousand messages, or null. Bounded, so that a long log of plain
    /// messages is not searched to its beginning.</summary>
    public async Task<SystemEvent?> LastEvent(string groupId, long lastSeq)
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT content FROM messages WHERE conversation_id = $1 AND seq > $2 AND type = $3 ORDER BY seq DESC LIMIT 1
            """);
        command.Parameters.Add(new() { Value = groupId });
        command.Parameters.Add(new() { Value = lastSeq - 1_000 });
        command.Parameters.Add(new() { Value = (short)MessageType.System });
        return await command.ExecuteScalarAsync() is string content ? SystemEvent.Parse(content) : null;
    }

    /// <summary>Inserts or renames the group's row; inside the transaction that writes its state.</summary>
    public Task WriteHeader(string groupId, GroupState state) => database.Execute("""
        INSERT INTO groups (group_id, name, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (group_id) DO UPDATE SET name = excluded.name
        """,
        new() { Value = groupId },
        new() { Value = state.Name },
        new() { Value = state.CreatedAt });
}
