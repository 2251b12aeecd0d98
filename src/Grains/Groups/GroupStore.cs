using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>The rows of a group beside its log.</summary>
internal sealed class GroupStore(Database database)
{
    /// <summary>Nobody when the group is deleted.</summary>
    public Task<List<MemberRow>> LoadMembers(string groupId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT user_id, role, joined_at, joined_seq FROM live_members WHERE group_id = $1");
        command.Parameters.Add(new() { Value = groupId });
        await using var reader = await command.ExecuteReaderAsync();
        var members = new List<MemberRow>();
        while (await reader.ReadAsync())
        {
            members.Add(new MemberRow(
                reader.GetString(0), (GroupRole)reader.GetInt16(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3)));
        }
        return members;
    });

    /// <summary>Users whose lists hold the group though they are not in it: a crash came between the two.</summary>
    public Task<List<string>> FindLeftovers(string groupId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT user_id FROM user_conversations AS listed
            WHERE conversation_id = $1 AND conversation_id LIKE 'g.%'
              AND NOT EXISTS (SELECT FROM group_members AS member WHERE member.group_id = $1 AND member.user_id = listed.user_id)
            """);
        command.Parameters.Add(new() { Value = groupId });
        await using var reader = await command.ExecuteReaderAsync();
        var users = new List<string>();
        while (await reader.ReadAsync())
            users.Add(reader.GetString(0));
        return users;
    });

    /// <summary>Who takes over when the owner is gone: the admin, else the member, who has been in longest; null when nobody else is in.</summary>
    public Task<string?> FindHeir(string groupId, string ownerId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT user_id FROM group_members WHERE group_id = $1 AND user_id <> $2
            ORDER BY role DESC, joined_at, user_id LIMIT 1
            """);
        command.Parameters.Add(new() { Value = groupId });
        command.Parameters.Add(new() { Value = ownerId });
        return await command.ExecuteScalarAsync() as string;
    });

    /// <summary>Whether the newest system message with a name, among the last thousand messages, tells of this one.</summary>
    public Task<bool> IsAnnounced(string groupId, string name, long lastSeq) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand("""
            SELECT content FROM messages
            WHERE conversation_id = $1 AND seq > $2 AND type = $3 AND content LIKE '%"name":%' ORDER BY seq DESC LIMIT 1
            """);
        command.Parameters.Add(new() { Value = groupId });
        command.Parameters.Add(new() { Value = lastSeq - 1_000 });
        command.Parameters.Add(new() { Value = (short)MessageType.System });
        return await command.ExecuteScalarAsync() is not string content || SystemEvent.Parse(content).Name == name;
    });

    /// <summary>Inserts or renames the group's row; inside the transaction that writes its state.</summary>
    public Task WriteHeader(string groupId, GroupState state) => database.Execute("""
        INSERT INTO groups (group_id, name, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (group_id) DO UPDATE SET name = excluded.name
        """,
        new() { Value = groupId },
        new() { Value = state.Name },
        new() { Value = state.CreatedAt });
}
