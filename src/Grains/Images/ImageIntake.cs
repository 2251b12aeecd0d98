using OrleansChat.Blobs;
using OrleansChat.Blobs.Formats;
using OrleansChat.Images;

namespace OrleansChat.Grains.Images;

/// <summary>Takes in what was uploaded: reads it, checks and strips it, and writes what is clean to where it is shown from. Nobody
/// has a link to write there, so what was checked is what is shown.</summary>
internal sealed class ImageIntake(IBlobStore blobs)
{
    /// <summary>How many images of one silo are in memory at a time.</summary>
    private const int Concurrent = 4;

    private static readonly Error NotUploaded =
        new(ErrorCode.Conflict, "Nothing was uploaded yet. Upload the image to its uploadUrl, then complete it.");

    private readonly SemaphoreSlim _slots = new(Concurrent, Concurrent);

    /// <returns>The row of the ready image, or why there is none: <see cref="ErrorCode.Conflict"/> when nothing was uploaded; else
    /// the bytes are refused, and are to be deleted.</returns>
    public async Task<Outcome<ImageRow>> Take(ImageRow asked)
    {
        await _slots.WaitAsync();
        try
        {
            return await TakeOne(asked);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Deletes blobs; those that are not there are fine.</summary>
    public Task Delete(IEnumerable<string> keys) => Task.WhenAll(keys.Select(key => blobs.Delete(key)));

    private async Task<Outcome<ImageRow>> TakeOne(ImageRow asked)
    {
        var uploaded = await ReadClean(BlobKeys.Upload(asked.Id, asked.ContentType), asked.ContentType, asked.Size);
        if (uploaded is null)
            return NotUploaded;
        if (uploaded.Error is { } error)
            return error;
        var thumbnail = asked.ThumbnailType is { } type
            ? await ReadClean(BlobKeys.ThumbnailUpload(asked.Id, type), type, asked.ThumbnailSize)
            : null;
        if (thumbnail?.Error is { } wrong)
            return wrong with { Field = wrong.Field is null ? null : "thumbnail" };
        if (thumbnail?.Required is { } small && Math.Max(small.Width, small.Height) > ImageRules.MaxThumbnailSide)
            return new Error(ErrorCode.TooLarge, $"A thumbnail's sides have at most {ImageRules.MaxThumbnailSide} pixels. Make it smaller.");

        var image = uploaded.Required;
        await blobs.Write(BlobKeys.Image(asked.Id, asked.ContentType), image.Bytes);
        if (thumbnail is not null)
            await blobs.Write(BlobKeys.Thumbnail(asked.Id, asked.ThumbnailType!), thumbnail.Required.Bytes);
        return asked with
        {
            State = ImageState.Ready,
            Size = image.Bytes.Length,
            Width = image.Width,
            Height = image.Height,
            ThumbnailType = thumbnail is null ? null : asked.ThumbnailType,
        };
    }

    /// <returns>Null when nothing was uploaded.</returns>
    private async Task<Outcome<CleanImage>?> ReadClean(string key, string contentType, long declaredSize)
    {
        if (await blobs.FindSize(key) is not { } size)
            return null;
        if (size == 0)
            return Error.Invalid("image", "The uploaded image is empty. Ask for a new one and upload its bytes.");
        // Not every store can hold a client to the size that it named.
        if (size > declaredSize)
            return new Error(ErrorCode.TooLarge, "More was uploaded than was asked for. Ask again, with the image's size in bytes.");
        if (await blobs.Read(key, (int)declaredSize) is not { } bytes)
            return NotUploaded;
        // Away from the grain's turn: ten megabytes take a while.
        return await Task.Run(() => ImageFile.Clean(bytes, contentType));
    }
}
