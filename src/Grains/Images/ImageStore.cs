using Npgsql;
using NpgsqlTypes;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Images;

/// <summary>The rows of images, and who shows them.</summary>
internal sealed class ImageStore(Database database)
{
    private const string Columns =
        "image_id, owner_id, state, version, content_type, size, width, height, thumbnail_type, thumbnail_size, file_name, created_at, check_at";

    /// <summary>True when the image $1 of the owner $2 is that user's picture.</summary>
    private const string IsAvatar =
        "EXISTS (SELECT FROM users WHERE user_id = $2 AND substring(avatar_key FROM '/(.*)[.]') = $1)";

    public Task<ImageRow?> Find(string imageId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand($"SELECT {Columns} FROM images WHERE image_id = $1");
        command.Parameters.Add(new() { Value = imageId });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? Read(reader) : null;
    });

    public Task<List<ImageRow>> OwnedBy(string ownerId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            $"SELECT {Columns} FROM images WHERE owner_id = $1 AND state <> {(int)ImageState.Leaving} ORDER BY image_id");
        command.Parameters.Add(new() { Value = ownerId });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<ImageRow>();
        while (await reader.ReadAsync())
            rows.Add(Read(reader));
        return rows;
    });

    /// <summary>Whether a message shows the image, or its owner's profile.</summary>
    public Task<bool> IsShown(string imageId, string ownerId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            $"SELECT EXISTS (SELECT FROM messages WHERE image_id = $1) OR {IsAvatar}");
        command.Parameters.Add(new() { Value = imageId });
        command.Parameters.Add(new() { Value = ownerId });
        return (bool)(await command.ExecuteScalarAsync())!;
    });

    /// <summary>Whether the image is in a conversation that the user sees, or is its owner's picture.</summary>
    public Task<bool> IsVisible(string imageId, string ownerId, string userId) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand($"""
            SELECT {IsAvatar} OR EXISTS (
                SELECT FROM messages AS m
                JOIN user_conversations AS listed ON listed.conversation_id = m.conversation_id AND listed.user_id = $3
                WHERE m.image_id = $1 AND (m.conversation_id LIKE 'd.%' OR EXISTS (
                    SELECT FROM live_members AS member WHERE member.group_id = m.conversation_id AND member.user_id = $3)))
            """);
        command.Parameters.Add(new() { Value = imageId });
        command.Parameters.Add(new() { Value = ownerId });
        command.Parameters.Add(new() { Value = userId });
        return (bool)(await command.ExecuteScalarAsync())!;
    });

    /// <summary>Ids of images whose time to be looked at has come, the longest overdue first.</summary>
    public Task<List<string>> Due(DateTimeOffset now, int limit) => database.Read(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT image_id FROM images WHERE check_at <= $1 ORDER BY check_at LIMIT $2");
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetString(0));
        return ids;
    });

    public Task Insert(ImageRow row) => Execute($"""
        INSERT INTO images ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """, row);

    /// <summary>Writes the row's next version.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has written it: the grain runs twice, and this one must go.</exception>
    public Task Update(ImageRow row) => Execute("""
        UPDATE images
        SET state = $3, version = $4, content_type = $5, size = $6, width = $7, height = $8, thumbnail_type = $9,
            thumbnail_size = $10, file_name = $11, created_at = $12, check_at = $13
        WHERE image_id = $1 AND owner_id = $2 AND version = $4 - 1
        """, row);

    public async Task Delete(string imageId)
    {
        await using var command = database.DataSource.CreateCommand("DELETE FROM images WHERE image_id = $1");
        command.Parameters.Add(new() { Value = imageId });
        await command.ExecuteNonQueryAsync();
    }

    private async Task Execute(string sql, ImageRow row)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = row.Id });
        command.Parameters.Add(new() { Value = row.OwnerId });
        command.Parameters.Add(new() { Value = (short)row.State });
        command.Parameters.Add(new() { Value = row.Version });
        command.Parameters.Add(new() { Value = row.ContentType });
        command.Parameters.Add(new() { Value = row.Size });
        command.Parameters.Add(new() { Value = row.Width });
        command.Parameters.Add(new() { Value = row.Height });
        command.Parameters.Add(Text(row.ThumbnailType));
        command.Parameters.Add(new() { Value = row.ThumbnailSize });
        command.Parameters.Add(Text(row.FileName));
        command.Parameters.Add(new() { Value = row.CreatedAt });
        command.Parameters.Add(new() { Value = row.CheckAt });
        if (await command.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException($"{row.Id} was written by somebody else meanwhile.");
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static ImageRow Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        (ImageState)row.GetInt16(2),
        row.GetInt32(3),
        row.GetString(4),
        row.GetInt64(5),
        row.GetInt32(6),
        row.GetInt32(7),
        row.IsDBNull(8) ? null : row.GetString(8),
        row.GetInt32(9),
        row.IsDBNull(10) ? null : row.GetString(10),
        row.GetFieldValue<DateTimeOffset>(11),
        row.GetFieldValue<DateTimeOffset>(12));
}
