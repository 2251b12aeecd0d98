using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Presence;

/// <summary>When users were last seen.</summary>
internal sealed class PresenceStore(Database database)
{
    /// <summary>Writes many in one statement. Times only move forward: two shards may disagree for a moment.</summary>
    public async Task WriteLastSeen(IReadOnlyCollection<(string UserId, DateTimeOffset At)> seen)
    {
        // In the order of the ids, so that no two writers wait for each other.
        var ordered = seen.OrderBy(entry => entry.UserId, StringComparer.Ordinal).ToArray();
        await using var command = database.DataSource.CreateCommand("""
            INSERT INTO user_presence (user_id, last_seen_at)
            SELECT seen.user_id, seen.at FROM unnest($1, $2) AS seen (user_id, at)
            JOIN users ON users.user_id = seen.user_id AND users.username <> '' -- of an erased user nothing is kept
            ON CONFLICT (user_id) DO UPDATE SET last_seen_at = greatest(user_presence.last_seen_at, excluded.last_seen_at)
            """);
        command.Parameters.Add(new() { Value = ordered.Select(entry => entry.UserId).ToArray() });
        command.Parameters.Add(new() { Value = ordered.Select(entry => entry.At).ToArray() });
        await command.ExecuteNonQueryAsync();
    }
}
