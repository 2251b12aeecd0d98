using System.Globalization;
using OrleansChat.Backups.Database;

namespace OrleansChat.Backups.Verify;

/// <summary>
/// A restored log beside the one it came from, which may have gone on since. Each restored message is there still, the same, or
/// changed by a version that the restored log does not have; and every one that only the source has is newer than the restored log.
/// </summary>
internal static class SourceComparison
{
    public static async Task<Check> Run(Snapshot restored, Snapshot source, List<string> notes, CancellationToken cancellation)
    {
        var check = new CheckBuilder("messages, beside those of the running source");
        var ends = (await restored.List(
            "SELECT conversation_id, max(version) FROM message_changes GROUP BY conversation_id",
            row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), cancellation)).ToDictionary();
        var present = (await source.List(
            "SELECT DISTINCT conversation_id FROM message_changes", row => row.GetString(0), cancellation)).ToHashSet();
        var (newer, removed) = (0L, new HashSet<string>());

        // Only what both schemas have.
        var theirs = await source.Columns("messages", cancellation);
        var columns = (await restored.Columns("messages", cancellation)).Where(theirs.Contains).ToList();
        await using var left = new Rows(restored, columns, cancellation);
        await using var right = new Rows(source, columns, cancellation);
        var (mine, other) = (await left.Next(), await right.Next());
        while (mine is not null || other is not null)
        {
            var order = mine is null ? 1 : other is null ? -1 : mine.CompareTo(other);
            if (order < 0)
            {
                // A group that was deleted since takes its log with it.
                if (present.Contains(mine!.ConversationId))
                    check.Count(isRight: false, () => $"{mine}: not in the source any more");
                else
                    removed.Add(mine.ConversationId);
                mine = await left.Next();
                continue;
            }
            var end = ends.GetValueOrDefault(other!.ConversationId);
            if (order > 0)
            {
                check.Count(other.Version > end, () => $"{other}: in the source before the backup's moment, and not restored");
                newer++;
                other = await right.Next();
                continue;
            }
            check.Count(mine!.Text == other.Text || (other.Version > mine.Version && other.Version > end), () => $"{mine}: another one in the source");
            (mine, other) = (await left.Next(), await right.Next());
        }
        notes.Add($"The source has {newer} messages more than the backup, and {removed.Count} conversations fewer.");
        return check.Build();
    }

    /// <summary>The messages of a database in the order of their key.</summary>
    private sealed class Rows(Snapshot snapshot, List<string> columns, CancellationToken cancellation) : IAsyncDisposable
    {
        private IAsyncEnumerator<string>? _lines;

        public async Task<Row?> Next()
        {
            _lines ??= snapshot.Lines("messages", columns, "conversation_id, seq", cancellation).GetAsyncEnumerator(cancellation);
            return await _lines.MoveNextAsync() ? Row.Parse(_lines.Current) : null;
        }

        public async ValueTask DisposeAsync()
        {
            if (_lines is not null)
                await _lines.DisposeAsync();
        }
    }

    private sealed record Row(string ConversationId, long Seq, long Version, string Text)
    {
        /// <summary>conversation_id, seq, version, …</summary>
        public static Row Parse(string line)
        {
            var parts = line.Split('\t', 4);
            return new Row(
                parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture), line);
        }

        public int CompareTo(Row other) =>
            string.CompareOrdinal(ConversationId, other.ConversationId) is var order and not 0 ? order : Seq.CompareTo(other.Seq);

        public override string ToString() => $"{ConversationId} seq {Seq}";
    }
}
