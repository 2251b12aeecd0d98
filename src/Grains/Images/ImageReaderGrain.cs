using OrleansChat.Grains.Storage;
using OrleansChat.Images;

namespace OrleansChat.Grains.Images;

/// <summary>Reads of images; any key serves. No state: what it answers is committed.</summary>
[StatelessWorker, Reentrant]
internal sealed class ImageReaderGrain(ImageStore store, ReadSlots slots) : Grain, IImageReaderGrain
{
    public Task<Outcome<ImmutableArray<OwnedImage>>> OwnedBy(string ownerId) => slots.Run<ImmutableArray<OwnedImage>>(async () =>
        (await store.OwnedBy(ownerId))
            .Select(row => new OwnedImage(row.Id, row.State == ImageState.Ready ? row.ToImage() : null, row.FileName, row.CreatedAt))
            .ToImmutableArray());
}
