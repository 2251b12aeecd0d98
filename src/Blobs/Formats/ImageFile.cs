namespace OrleansChat.Blobs.Formats;

/// <summary>An image as it is kept: pixels and colours as they were, nothing else.</summary>
/// <param name="Width">Pixels as shown, so after turning, as is <paramref name="Height"/>.</param>
public sealed record CleanImage(ReadOnlyMemory<byte> Bytes, int Width, int Height);

/// <summary>
/// Checks the bytes of an image and strips what is not the image: EXIF, GPS, XMP, comments, whatever follows the end. No pixel is
/// decoded; the file is rebuilt from the parts that are known, so that nothing unknown passes. How a photo is to be turned
/// is kept: as an EXIF block that holds nothing else.
/// </summary>
public static class ImageFile
{
    /// <summary>Bytes of an image.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Pixels of an image: width times height.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>Pixels of either side; what browsers can draw.</summary>
    public const int MaxSide = 16_384;

    /// <summary>The content type that the bytes begin like; null when they are none of the five.</summary>
    public static string? Detect(ReadOnlySpan<byte> bytes) =>
        Jpeg.IsOne(bytes) ? "image/jpeg"
        : Png.IsOne(bytes) ? "image/png"
        : Gif.IsOne(bytes) ? "image/gif"
        : WebP.IsOne(bytes) ? "image/webp"
        : Avif.IsOne(bytes) ? "image/avif"
        : null;

    /// <param name="bytes">Not changed.</param>
    /// <param name="contentType">What the bytes are said to be.</param>
    /// <returns>The clean image, or why there is none: <see cref="ErrorCode.UnsupportedMediaType"/>, <see cref="ErrorCode.TooLarge"/>
    /// or, for bytes that are damaged, <see cref="ErrorCode.ValidationFailed"/>.</returns>
    public static Outcome<CleanImage> Clean(ReadOnlySpan<byte> bytes, string contentType)
    {
        if (bytes.Length > MaxBytes)
            return new Error(ErrorCode.TooLarge, "An image has at most 10 MB. Make it smaller and upload it again.");
        var detected = Detect(bytes);
        if (detected is null || detected != contentType)
        {
            return new Error(ErrorCode.UnsupportedMediaType,
                $"The uploaded bytes are not of the type {contentType}. Upload a JPEG, PNG, GIF, WebP or AVIF image, and name its type.");
        }
        try
        {
            var image = detected switch
            {
                "image/jpeg" => Jpeg.Clean(bytes),
                "image/png" => Png.Clean(bytes),
                "image/gif" => Gif.Clean(bytes),
                "image/webp" => WebP.Clean(bytes),
                _ => Avif.Clean(bytes),
            };
            return image;
        }
        catch (DamagedImageException exception)
        {
            return exception.IsTooLarge
                ? new Error(ErrorCode.TooLarge,
                    "An image has at most 50 megapixels, and sides of at most 16,384. Make it smaller and upload it again.")
                : Error.Invalid("image", "The image is damaged or incomplete. Save it anew with another program and upload that.");
        }
    }

    /// <summary>Every size that a file names goes through here before it counts.</summary>
    internal static (int Width, int Height) CheckSize(long width, long height)
    {
        if (width <= 0 || height <= 0)
            throw new DamagedImageException();
        if (width > MaxSide || height > MaxSide || width * height > MaxPixels)
            throw new DamagedImageException { IsTooLarge = true };
        return ((int)width, (int)height);
    }
}

/// <summary>How the parsers give up; never leaves <see cref="ImageFile"/>.</summary>
internal sealed class DamagedImageException : Exception
{
    public bool IsTooLarge { get; init; }
}
