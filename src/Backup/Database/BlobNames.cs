using OrleansChat.Blobs;

namespace OrleansChat.Backups.Database;

/// <summary>Which blobs the rows name: images that can be shown, their thumbnails, avatars.</summary>
internal static class BlobNames
{
    public static async Task<SortedSet<string>> Read(Snapshot snapshot, CancellationToken cancellation)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        // Databases of before images have neither.
        if ((await snapshot.Columns("images", cancellation)).Count > 0)
        {
            var images = await snapshot.List(
                "SELECT image_id, content_type, thumbnail_type FROM images WHERE state = 1",
                row => (Id: row.GetString(0), Type: row.GetString(1), Thumbnail: row.IsDBNull(2) ? null : row.GetString(2)), cancellation);
            foreach (var (id, type, thumbnail) in images)
            {
                keys.Add(BlobKeys.Image(id, type));
                if (thumbnail is not null)
                    keys.Add(BlobKeys.Thumbnail(id, thumbnail));
            }
        }
        if ((await snapshot.Columns("users", cancellation)).Contains("avatar_key"))
            keys.UnionWith(await snapshot.List(
                "SELECT DISTINCT avatar_key FROM users WHERE avatar_key IS NOT NULL", row => row.GetString(0), cancellation));
        return keys;
    }
}
