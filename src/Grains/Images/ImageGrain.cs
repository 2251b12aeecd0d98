using Microsoft.Extensions.Logging;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Images;

namespace OrleansChat.Grains.Images;

/// <summary>
/// An image; the key is the image id. Its row is all of its state: read on activation, written by this grain alone and fenced by
/// the row's version. Bytes are removed in three steps (the row says so, blobs, row), so that whatever stops in between is
/// finished later and nobody can show an image that is half gone.
/// </summary>
/// <remarks>Nothing but <see cref="Find"/> interleaves: so between <see cref="Use"/> and the message there is no removal, because
/// an image that was just used is not due for a day.</remarks>
internal sealed partial class ImageGrain(
    ImageStore store, ImageIntake intake, ReadSlots slots, TimeProvider clock, ILogger<ImageGrain> logger) : Grain, IImageGrain
{
    /// <summary>A message that is being sent may not be stored yet; longer than any send takes.</summary>
    private static readonly TimeSpan SendTime = TimeSpan.FromMinutes(1);

    /// <summary>What a crash kept from being released is found by then.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromDays(7);

    private static readonly Error NoSuchImage = Error.Invalid("imageId", "You have no such image. Upload it again.");
    private static readonly Error NotReady =
        new(ErrorCode.Conflict, "This image is not ready. Upload and complete it before you show it.");

    private ImageRow? _row;
    private DateTimeOffset? _usedAt; // an activation that was just made waits as if it had been now

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _row = await store.Find(Id);
        _usedAt = clock.GetUtcNow();
    }

    public async Task<Outcome> Ask(string ownerId, NewImage image)
    {
        if (_row is not null)
            return new Error(ErrorCode.Conflict, "There is such an image already. Ask for another one.");
        var now = clock.GetUtcNow();
        var row = new ImageRow(
            Id, ownerId, ImageState.Asked, 1, image.ContentType, image.Size, 0, 0,
            image.ThumbnailType, image.ThumbnailSize, image.FileName, now, now + ImageRules.OrphanTime);
        await Write(row, store.Insert);
        return Outcome.Done;
    }

    public async Task<Outcome<Image>> Complete(string callerId)
    {
        if (_row is not { } row || row.OwnerId != callerId || row.State == ImageState.Leaving)
            return Error.NotFound;
        if (row.State == ImageState.Ready)
            return row.ToImage();
        var taken = await intake.Take(row);
        if (taken.Error is { } error)
        {
            if (error.Code != ErrorCode.Conflict)
                await Remove(row);
            return error;
        }
        // Links to upload outlive the check: what comes through them later is deleted when they have expired.
        var ready = await Update(taken.Required with { CheckAt = row.UploadsEnd });
        await TryDelete(row.UploadKeys());
        return ready.ToImage();
    }

    public async Task<Outcome<NamedImage>> Find(string callerId)
    {
        if (_row is not { State: ImageState.Ready } row)
            return Error.NotFound;
        if (row.OwnerId != callerId)
        {
            var visible = await slots.Run<bool>(async () => await store.IsVisible(row.Id, row.OwnerId, callerId));
            if (visible.Error is { } error)
                return error;
            if (!visible.Required)
                return Error.NotFound;
        }
        return new NamedImage(row.ToImage(), row.FileName);
    }

    public async Task<Outcome<Image>> Use(string callerId)
    {
        if (_row is not { } row || row.OwnerId != callerId || row.State == ImageState.Leaving)
            return NoSuchImage;
        if (row.State == ImageState.Asked)
            return NotReady;
        var now = clock.GetUtcNow();
        _usedAt = now;
        var used = await Update(row with { CheckAt = now < row.UploadsEnd ? row.UploadsEnd : now + ImageRules.OrphanTime });
        return used.ToImage();
    }

    public async Task Release()
    {
        if (_row is not { State: ImageState.Ready } row || await store.IsShown(row.Id, row.OwnerId))
            return;
        var now = clock.GetUtcNow();
        if (_usedAt + SendTime <= now)
            await Remove(row);
        else
            await Update(row with { CheckAt = now + SendTime });
    }

    public async Task Forget()
    {
        if (_row is not { } row || row.State == ImageState.Leaving)
            return;
        if (!await store.IsShown(row.Id, row.OwnerId))
            await Remove(row);
        else if (row.FileName is not null)
            await Update(row with { FileName = null });
    }

    public async Task Tidy()
    {
        var now = clock.GetUtcNow();
        if (_row is not { } row || row.CheckAt > now)
            return;
        if (row.State == ImageState.Leaving || row.State == ImageState.Asked)
        {
            await Remove(row);
            return;
        }
        if (row.CheckAt == row.UploadsEnd)
        {
            await intake.Delete(row.UploadKeys());
            await Update(row with { CheckAt = now + ImageRules.OrphanTime });
        }
        else if (await store.IsShown(row.Id, row.OwnerId))
        {
            await Update(row with { CheckAt = now + CheckInterval });
        }
        else
        {
            await Remove(row);
        }
    }

    /// <summary>The row stays when the store of blobs fails, and as long as there are links to upload: the sweeper asks again.</summary>
    private async Task Remove(ImageRow row)
    {
        var now = clock.GetUtcNow();
        var again = now < row.UploadsEnd ? row.UploadsEnd : now + SendTime;
        await Update(row with { State = ImageState.Leaving, FileName = null, CheckAt = again });
        if (!await TryDelete(row.AllKeys()) || now < row.UploadsEnd)
            return;
        await Guard(() => store.Delete(row.Id));
        _row = null;
        LogRemoved(row.Id, row.State);
    }

    private async Task<bool> TryDelete(IEnumerable<string> keys)
    {
        try
        {
            await intake.Delete(keys);
            return true;
        }
        catch (Exception exception)
        {
            LogUndeleted(exception, Id);
            return false;
        }
    }

    private Task<ImageRow> Update(ImageRow row) => Write(row with { Version = row.Version + 1 }, store.Update);

    private async Task<ImageRow> Write(ImageRow row, Func<ImageRow, Task> write)
    {
        await Guard(() => write(row));
        return _row = row;
    }

    /// <summary>After a failure nobody knows what is stored: the next activation reads it.</summary>
    private async Task Guard(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{ImageId} was removed; it was {State}")]
    private partial void LogRemoved(string imageId, ImageState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Blobs of {ImageId} could not be deleted; it is tried again later")]
    private partial void LogUndeleted(Exception exception, string imageId);
}
