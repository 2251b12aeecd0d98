using OrleansChat.Contacts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Contacts;

/// <summary>Who has blocked whom, for conversations.</summary>
internal sealed class BlockStore(Database database)
{
    /// <summary>SQL: whether there is a block between the two of a relation, whoever made it. False when there is no relation.</summary>
    /// <param name="half">The alias of either half, a row of <c>contacts</c> or nulls.</param>
    public static string IsBlock(string half) =>
        $"coalesce({half}.status = {(int)ContactStatus.Blocked} OR {half}.blocked_by_other, false)";

    /// <summary>Of these users those between whom and the caller is a block, whoever made it.</summary>
    public Task<List<string>> FindBlocked(string callerId, IReadOnlyCollection<string> userIds) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand($"""
            SELECT other_id FROM contacts AS half
            WHERE user_id = $1 AND other_id = ANY($2) AND {IsBlock("half")}
            """);
        command.Parameters.Add(new() { Value = callerId });
        command.Parameters.Add(new() { Value = userIds.ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var blocked = new List<string>();
        while (await reader.ReadAsync())
            blocked.Add(reader.GetString(0));
        return blocked;
    });

    /// <summary>Which of two users have blocked the other, and whether one of them has erased the account. Blocks from the
    /// blocker's own half, which is written first.</summary>
    public Task<(List<string> Blockers, bool IsErased)> FindBlockers(string oneId, string otherId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand($"""
            SELECT user_id FROM contacts
            WHERE ((user_id = $1 AND other_id = $2) OR (user_id = $2 AND other_id = $1)) AND status = {(int)ContactStatus.Blocked}
            UNION ALL
            SELECT NULL FROM users WHERE user_id IN ($1, $2) AND username = ''
            """);
        command.Parameters.Add(new() { Value = oneId });
        command.Parameters.Add(new() { Value = otherId });
        await using var reader = await command.ExecuteReaderAsync();
        var (blockers, isErased) = (new List<string>(), false);
        while (await reader.ReadAsync())
        {
            if (reader.IsDBNull(0))
                isErased = true;
            else
                blockers.Add(reader.GetString(0));
        }
        return (blockers, isErased);
    });
}
