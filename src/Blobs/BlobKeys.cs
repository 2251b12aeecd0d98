using System.Text.RegularExpressions;

namespace OrleansChat.Blobs;

/// <summary>
/// The names of an image's blobs: <c>folder/imageId.extension</c>. The extension is the content type, so a key says all that is
/// needed to serve it. Nothing that a client chooses is part of a key.
/// </summary>
public static partial class BlobKeys
{
    private static readonly Dictionary<string, string> Extensions = new()
    {
        ["image/jpeg"] = "jpg",
        ["image/png"] = "png",
        ["image/gif"] = "gif",
        ["image/webp"] = "webp",
        ["image/avif"] = "avif",
    };

    private static readonly Dictionary<string, string> ContentTypes =
        Extensions.ToDictionary(type => type.Value, type => type.Key);

    /// <summary>The content types that images may have.</summary>
    public static IReadOnlyCollection<string> Accepted => Extensions.Keys;

    /// <summary>Where a client uploads to; never shown to anybody.</summary>
    public static string Upload(string imageId, string contentType) => Key("uploads", imageId, contentType);

    /// <inheritdoc cref="Upload"/>
    public static string ThumbnailUpload(string imageId, string contentType) => Key("thumbnail-uploads", imageId, contentType);

    /// <summary>The checked image; written by the server only.</summary>
    public static string Image(string imageId, string contentType) => Key("images", imageId, contentType);

    /// <inheritdoc cref="Image"/>
    public static string Thumbnail(string imageId, string contentType) => Key("thumbnails", imageId, contentType);

    /// <summary>Whether a text from outside is a key of this form; anything else must not reach a store.</summary>
    public static bool IsKey(string text) => Form().IsMatch(text);

    /// <summary>The content type that a key's extension stands for.</summary>
    /// <exception cref="ArgumentException">It is no key.</exception>
    public static string ContentType(string key) => ContentTypes[Check(key)[(key.LastIndexOf('.') + 1)..]];

    /// <summary>The image that a key belongs to.</summary>
    public static string ImageId(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..key.LastIndexOf('.')];

    /// <exception cref="ArgumentException">It is no key.</exception>
    internal static string Check(string key) =>
        IsKey(key) ? key : throw new ArgumentException("Not the key of a blob.", nameof(key));

    private static string Key(string folder, string imageId, string contentType) => $"{folder}/{imageId}.{Extensions[contentType]}";

    [GeneratedRegex(@"\A(uploads|thumbnail-uploads|images|thumbnails)/i\.[0-9a-z]{26}\.(jpg|png|gif|webp|avif)\z")]
    private static partial Regex Form();
}
