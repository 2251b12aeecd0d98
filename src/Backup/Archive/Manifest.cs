using System.Text.Json;
using OrleansChat.Backups.Database;

namespace OrleansChat.Backups.Archive;

/// <summary>What an archive holds, and what its source held at that moment. The last entry of the archive.</summary>
/// <param name="Format">Of the archive; a higher one is of a newer build.</param>
/// <param name="Schema">The number of the newest migration of the source.</param>
/// <param name="Postgres">The version of the source's server.</param>
/// <param name="SnapshotAt">UTC: what was committed before is in the archive, what was committed later is not.</param>
/// <param name="NamesKey">Recognises the names key of the source, without telling it; null when no server ever ran on it.</param>
/// <param name="KeysSha256">Of the entry keys.json; null when the archive has none.</param>
/// <param name="Conversations">How many, and the checksum of the entry that has the figures of each.</param>
internal sealed record Manifest(
    int Format,
    string Notice,
    int Schema,
    string Postgres,
    DateTimeOffset SnapshotAt,
    string? NamesKey,
    string? KeysSha256,
    ImmutableArray<TableEntry> Tables,
    ConversationsEntry Conversations,
    ImmutableArray<Unread> Unread,
    BlobsEntry Blobs)
{
    public const int PresentFormat = 1;
    public const string Secret =
        "This archive holds people's messages, the hashes of their passwords and perhaps the keys of the installation. Keep it as you keep those.";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

/// <param name="Sha256">Of the entry's bytes, uncompressed.</param>
/// <param name="Content">Of the rows, whatever their order (<see cref="RowDigest"/>).</param>
internal sealed record TableEntry(string Name, ImmutableArray<string> Columns, long Rows, long Bytes, string Sha256, string Content);

internal sealed record ConversationsEntry(long Count, string Sha256);

/// <param name="Kind">Of the source's blob store.</param>
/// <param name="AreIncluded">The archive holds them. Else they are where they were: back them up with the store's own means.</param>
/// <param name="Gone">Blobs that a row names and that were not there: deleted while the backup ran, or lost before.</param>
internal sealed record BlobsEntry(string Kind, bool AreIncluded, ImmutableArray<BlobEntry> Files, ImmutableArray<string> Gone);

internal sealed record BlobEntry(string Key, long Size, string Sha256);
