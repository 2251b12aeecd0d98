using OrleansChat.Blobs;
using OrleansChat.Conversations;
using OrleansChat.Images;

namespace OrleansChat.Grains.Images;

internal enum ImageState
{
    /// <summary>The client may upload it.</summary>
    Asked = 0,

    /// <summary>Checked; it may be shown.</summary>
    Ready = 1,

    /// <summary>Its blobs are being deleted, and then its row.</summary>
    Leaving = 2,
}

/// <summary>A row of <c>images</c>.</summary>
/// <param name="Version">Counts the writes.</param>
/// <param name="CheckAt">UTC; when the sweeper asks the grain to look.</param>
internal sealed record ImageRow(
    string Id,
    string OwnerId,
    ImageState State,
    int Version,
    string ContentType,
    long Size,
    int Width,
    int Height,
    string? ThumbnailType,
    int ThumbnailSize,
    string? FileName,
    DateTimeOffset CreatedAt,
    DateTimeOffset CheckAt)
{
    public Image ToImage() => new(
        Id,
        BlobKeys.Image(Id, ContentType),
        ThumbnailType is null ? null : BlobKeys.Thumbnail(Id, ThumbnailType),
        ContentType,
        Size,
        Width,
        Height);

    /// <summary>Links to upload have expired by then, and what came through the last of them has arrived.</summary>
    public DateTimeOffset UploadsEnd => CreatedAt + ImageRules.UploadTime + TimeSpan.FromMinutes(1);

    /// <summary>Where the client may have put something.</summary>
    public IEnumerable<string> UploadKeys()
    {
        yield return BlobKeys.Upload(Id, ContentType);
        // Of a thumbnail that was not there in time the type is forgotten, but there is a link.
        foreach (var type in ImageRules.ThumbnailTypes)
            yield return BlobKeys.ThumbnailUpload(Id, type);
    }

    public IEnumerable<string> AllKeys()
    {
        foreach (var key in UploadKeys())
            yield return key;
        yield return BlobKeys.Image(Id, ContentType);
        if (ThumbnailType is not null)
            yield return BlobKeys.Thumbnail(Id, ThumbnailType);
    }
}
