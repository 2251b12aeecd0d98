using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansChat.Backups.Database;

/// <param name="Messages">How many rows of the log.</param>
/// <param name="Changes">How many versions.</param>
/// <param name="Content">Of all its messages' rows, whatever their order.</param>
internal sealed record ConversationFigures(long Messages, long LastSeq, long Changes, long LastVersion, string Content);

/// <summary>Counts per conversation, from the rows of <c>messages</c> and <c>message_changes</c> as they pass.</summary>
internal sealed class ConversationTally
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _byId;

    public ConversationTally() => _byId = _entries.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _entries.Count;

    /// <summary>What to do with the rows of a table; null when it is of no conversation.</summary>
    public RowHandler? HandlerOf(string table) => table switch
    {
        "messages" => AddMessage,
        "message_changes" => AddChange,
        _ => null,
    };

    public IEnumerable<KeyValuePair<string, ConversationFigures>> Figures() => _entries
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToFigures()));

    /// <summary>A line for each: id, messages, last seq, changes, last version, content.</summary>
    public void Write(TextWriter writer)
    {
        foreach (var (id, figures) in Figures())
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{id}\t{figures.Messages}\t{figures.LastSeq}\t{figures.Changes}\t{figures.LastVersion}\t{figures.Content}\n"));
    }

    public static IEnumerable<KeyValuePair<string, ConversationFigures>> Read(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            yield return KeyValuePair.Create(
                parts[0], new ConversationFigures(Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4]), parts[5]));
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>conversation_id, seq, …</summary>
    private void AddMessage(ReadOnlySpan<byte> row, UInt128 hash)
    {
        var (entry, seq) = Find(row);
        entry.Messages++;
        entry.LastSeq = Math.Max(entry.LastSeq, seq);
        entry.Content = unchecked(entry.Content + hash);
    }

    /// <summary>conversation_id, version, …</summary>
    private void AddChange(ReadOnlySpan<byte> row, UInt128 hash)
    {
        var (entry, version) = Find(row);
        entry.Changes++;
        entry.LastVersion = Math.Max(entry.LastVersion, version);
    }

    private (Entry Entry, long Number) Find(ReadOnlySpan<byte> row)
    {
        var end = row.IndexOf((byte)'\t');
        Span<char> id = stackalloc char[end];
        Encoding.ASCII.GetChars(row[..end], id);
        if (!_byId.TryGetValue(id, out var entry))
            _byId[id] = entry = new Entry();
        return Utf8Parser.TryParse(row[(end + 1)..], out long number, out _)
            ? (entry, number)
            : throw new InvalidOperationException("A row of the log does not begin with a conversation and a number.");
    }

    private sealed class Entry
    {
        public long Messages, LastSeq, Changes, LastVersion;
        public UInt128 Content;

        public ConversationFigures ToFigures() => new(Messages, LastSeq, Changes, LastVersion, RowDigest.Hex(Content));
    }
}
