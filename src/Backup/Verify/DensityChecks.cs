using OrleansChat.Backups.Database;

namespace OrleansChat.Backups.Verify;

/// <summary>What is true of every log by itself, whatever any archive says: seq and version are 1, 2, 3 … without holes or repeats, and
/// each message has the version of its newest change. Groups that are being removed are left out: their rows go in steps.</summary>
internal static class DensityChecks
{
    private const string Present = """
        (conversation_id LIKE 'd.%' OR EXISTS (SELECT FROM groups WHERE group_id = conversation_id AND deleted_at IS NULL))
        """;

    public static async Task<IReadOnlyList<Check>> Run(Snapshot snapshot, CancellationToken cancellation)
    {
        // Databases of before deletions have no such groups.
        var present = (await snapshot.Columns("groups", cancellation)).Contains("deleted_at") ? Present : "true";
        return
        [
            await Run(snapshot, "seq is dense", $"""
                SELECT conversation_id, count(*) = max(seq) AND min(seq) = 1 AND count(DISTINCT seq) = count(*),
                       count(*) || ' messages, seq ' || min(seq) || ' to ' || max(seq)
                FROM messages WHERE {present} GROUP BY conversation_id
                """, cancellation),
            await Run(snapshot, "version is dense", $"""
                SELECT conversation_id, count(*) = max(version) AND min(version) = 1 AND count(DISTINCT version) = count(*),
                       count(*) || ' changes, version ' || min(version) || ' to ' || max(version)
                FROM message_changes WHERE {present} GROUP BY conversation_id
                """, cancellation),
            await Run(snapshot, "each message has the version of its newest change", $"""
                SELECT coalesce(m.conversation_id, c.conversation_id),
                       coalesce(bool_and(m.version IS NOT DISTINCT FROM c.version), false),
                       'seq ' || min(coalesce(m.seq, c.seq)) FILTER (WHERE m.version IS DISTINCT FROM c.version)
                FROM messages AS m
                FULL JOIN (SELECT conversation_id, seq, max(version) AS version FROM message_changes GROUP BY conversation_id, seq) AS c
                     ON c.conversation_id = m.conversation_id AND c.seq = m.seq
                WHERE {present.Replace("conversation_id", "coalesce(m.conversation_id, c.conversation_id)", StringComparison.Ordinal)}
                GROUP BY 1
                """, cancellation),
        ];
    }

    /// <param name="sql">Answers a conversation, whether it is right, and in words what it is.</param>
    private static async Task<Check> Run(Snapshot snapshot, string name, string sql, CancellationToken cancellation)
    {
        var check = new CheckBuilder(name);
        var counted = await snapshot.List(
            $"SELECT count(*) FILTER (WHERE is_right) FROM ({sql}) AS found (conversation_id, is_right, what)", row => row.GetInt64(0), cancellation);
        check.CountRight(counted[0]);
        var wrong = await snapshot.List(
            $"SELECT conversation_id, what FROM ({sql}) AS found (conversation_id, is_right, what) WHERE NOT is_right ORDER BY conversation_id",
            row => $"{row.GetString(0)}: {row.GetString(1)}", cancellation);
        foreach (var what in wrong)
            check.Count(isRight: false, () => what);
        return check.Build();
    }
}
