using OrleansChat.Calls;
using OrleansChat.Conversations;

namespace OrleansChat.Images;

/// <summary>
/// An image: asked for, uploaded straight to the blob store, checked, shown, removed. The key is the image id. It calls no other
/// grain. To everybody but its owner it is <see cref="ErrorCode.NotFound"/>, unless something that they may see shows it.
/// </summary>
[Alias("image-grain")]
public interface IImageGrain : IGrainWithStringKey
{
    /// <summary>Begins an image of the owner; the front-end signs the links to upload it.</summary>
    [Alias("Ask")]
    Task<Outcome> Ask(string ownerId, NewImage image);

    /// <summary>
    /// Checks what was uploaded, strips it, and puts it where it is shown from. Doing it again answers the same.
    /// <see cref="ErrorCode.Conflict"/> while nothing was uploaded; bytes that are refused are deleted, and the image with them.
    /// </summary>
    [ResponseTimeout("00:01:00")]
    [Idempotent]
    [Alias("Complete")]
    Task<Outcome<Image>> Complete(string callerId);

    /// <summary>The image for whoever may see it: the owner, members of conversations that show it, anybody when it is an avatar.</summary>
    [AlwaysInterleave]
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Find")]
    Task<Outcome<NamedImage>> Find(string callerId);

    /// <summary>Asked before the owner shows the image somewhere: it stays for at least a day from now, even if nothing shows it.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Use")]
    Task<Outcome<Image>> Use(string callerId);

    /// <summary>Something that showed the image no longer does. It is removed within minutes unless something else shows it.</summary>
    [OneWay]
    [Alias("Release")]
    Task Release();

    /// <summary>Forgets the label, which may say something of the owner, and removes the image unless something shows it.</summary>
    [Idempotent]
    [Alias("Forget")]
    Task Forget();

    /// <summary>Looks whether the image is due to be removed, and does it. Called by the sweeper when the image's time has come.</summary>
    [Idempotent]
    [Alias("Tidy")]
    Task Tidy();
}

/// <summary>Reads of images, without state of their own. Any key serves.</summary>
[Alias("image-reader")]
public interface IImageReaderGrain : IGrainWithStringKey
{
    /// <summary>All images of an owner, oldest first, those too that are not ready yet.</summary>
    [Idempotent]
    [Alias("OwnedBy")]
    Task<Outcome<ImmutableArray<OwnedImage>>> OwnedBy(string ownerId);
}

/// <summary>An image that somebody wants to upload.</summary>
/// <param name="ContentType">One of the five.</param>
/// <param name="Size">Bytes, from 1 to 10 MB.</param>
/// <param name="FileName">A label of 1–200 characters, or null.</param>
/// <param name="ThumbnailType">Null when there will be none.</param>
/// <param name="ThumbnailSize">Bytes.</param>
[GenerateSerializer, Immutable, Alias("new-image")]
public sealed record NewImage(
    [property: Id(0)] string ContentType,
    [property: Id(1)] long Size,
    [property: Id(2)] string? FileName,
    [property: Id(3)] string? ThumbnailType,
    [property: Id(4)] int ThumbnailSize);

/// <param name="FileName">The label that it was uploaded with.</param>
[GenerateSerializer, Immutable, Alias("named-image")]
public sealed record NamedImage([property: Id(0)] Image Image, [property: Id(1)] string? FileName);

/// <param name="Image">Null while it is not ready.</param>
[GenerateSerializer, Immutable, Alias("owned-image")]
public sealed record OwnedImage(
    [property: Id(0)] string Id,
    [property: Id(1)] Image? Image,
    [property: Id(2)] string? FileName,
    [property: Id(3)] DateTimeOffset CreatedAt);
