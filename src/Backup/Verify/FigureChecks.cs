using OrleansChat.Backups.Archive;
using OrleansChat.Backups.Database;

namespace OrleansChat.Backups.Verify;

/// <summary>The restored rows, read again and compared with what the manifest says of the source.</summary>
internal sealed class FigureChecks(ArchiveReader archive, Snapshot restored)
{
    private readonly ConversationTally _tally = new();

    /// <summary>Rows and content of each table; content is every column of every row but transaction ids.</summary>
    public async Task<Check> Tables(CancellationToken cancellation)
    {
        var check = new CheckBuilder("tables (rows and content)");
        foreach (var expected in archive.Manifest.Tables)
        {
            var table = Database.Tables.Archived.Single(archived => archived.Name == expected.Name);
            using var digest = new RowDigest(_tally.HandlerOf(table.Name));
            await restored.Read(table, expected.Columns, digest, copy: null, cancellation);
            check.Count(
                digest.Rows == expected.Rows && digest.Content == expected.Content,
                () => digest.Rows == expected.Rows
                    ? $"{table.Name}: {digest.Rows} rows, but not of the same content"
                    : $"{table.Name}: {digest.Rows} rows, not {expected.Rows}");
        }
        return check.Build();
    }

    /// <summary>Behind <see cref="Tables"/>, which counts them.</summary>
    public Task<Check> Conversations(CancellationToken cancellation)
    {
        var check = new CheckBuilder("conversations (messages, last seq, last version, content)");
        var found = _tally.Figures().ToDictionary();
        using var reader = new StreamReader(archive.Read(ArchiveNames.Conversations));
        foreach (var (id, expected) in ConversationTally.Read(reader))
        {
            cancellation.ThrowIfCancellationRequested();
            found.Remove(id, out var figures);
            check.Count(figures == expected, () => figures is null
                ? $"{id} is missing"
                : $"{id}: {Text(figures)}, not {Text(expected)}{(figures.Content == expected.Content ? "" : "; messages differ")}");
        }
        foreach (var id in found.Keys)
            check.Differs($"{id} is not of the source");
        return Task.FromResult(check.Build());
    }

    public async Task<Check> Unread(CancellationToken cancellation)
    {
        var check = new CheckBuilder("unread counts, a sample");
        var found = (await UnreadSample.Read(restored, cancellation)).ToHashSet();
        foreach (var expected in archive.Manifest.Unread)
            check.Count(found.Contains(expected), () => $"{expected.UserId} in {expected.ConversationId}: not {expected.Count}");
        return check.Build();
    }

    private static string Text(ConversationFigures figures) =>
        $"{figures.Messages} messages to seq {figures.LastSeq}, {figures.Changes} changes to version {figures.LastVersion}";
}
