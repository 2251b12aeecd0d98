using System.Text;
using OrleansChat.Blobs.Formats;

namespace OrleansChat.Blobs.Tests.Formats;

/// <summary>What is kept of images that cameras and programs make.</summary>
public sealed class CleaningTests
{
    private static readonly byte[] Secret = "SECRET"u8.ToArray();

    public static TheoryData<string, string, int, int> Files => new()
    {
        { nameof(Samples.JpegWithGps), "image/jpeg", 4, 8 },
        { nameof(Samples.ProgressiveJpeg), "image/jpeg", 8, 4 },
        { nameof(Samples.PngWithTexts), "image/png", 4, 8 },
        { nameof(Samples.LossyWebPWithGps), "image/webp", 4, 8 },
        { nameof(Samples.LosslessWebP), "image/webp", 8, 4 },
        { nameof(Samples.AnimatedWebP), "image/webp", 8, 4 },
        { nameof(Samples.AnimatedGif), "image/gif", 8, 4 },
        { nameof(Samples.AvifWithGps), "image/avif", 8, 4 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Metadata_is_gone_and_the_sides_are_those_shown(string name, string type, int width, int height)
    {
        var bytes = Sample(name);
        Assert.Equal(type, ImageFile.Detect(bytes));
        var clean = ImageFile.Clean(bytes, type).Required;
        Assert.Equal((width, height), (clean.Width, clean.Height));
        Assert.Equal(name.Contains("With", StringComparison.Ordinal), Contains(bytes, Secret));
        Assert.False(Contains(clean.Bytes.Span, Secret), "The metadata is still there.");
        foreach (var text in new[] { "GPS", "http://ns.adobe.com", "xpacket", "Copyright" })
            Assert.False(Contains(clean.Bytes.Span, Encoding.ASCII.GetBytes(text)), text);

        // What is clean stays as it is.
        var again = ImageFile.Clean(clean.Bytes.Span, type).Required;
        Assert.Equal(clean.Bytes.ToArray(), again.Bytes.ToArray());
        Assert.Equal((width, height), (again.Width, again.Height));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_follows_the_end_is_gone(string name, string type, int width, int height)
    {
        // An AVIF has no end; what follows it must be a box, and becomes an empty one.
        byte[] appended = type == "image/avif" ? [0, 0, 0, 30, .. "zip PK<script>SECRET-TAIL!"u8] : [.. "PK\x3\x4<html><script>SECRET-TAIL"u8];
        byte[] bytes = [.. Sample(name), .. appended];
        var clean = ImageFile.Clean(bytes, type).Required;
        Assert.Equal((width, height), (clean.Width, clean.Height));
        Assert.False(Contains(clean.Bytes.Span, "<script>"u8));
        Assert.False(Contains(clean.Bytes.Span, Secret));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_image_that_ends_too_soon_is_refused(string name, string type, int width, int height)
    {
        Assert.True(width * height == 32);
        var bytes = Sample(name);
        for (var length = 0; length < bytes.Length; length++)
            Assert.NotNull(ImageFile.Clean(bytes.AsSpan(0, length), type).Error);
    }

    [Fact]
    public void How_a_photo_is_turned_and_its_colours_are_kept()
    {
        var jpeg = ImageFile.Clean(Samples.JpegWithGps, "image/jpeg").Required.Bytes.Span;
        Assert.True(Contains(jpeg, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]));
        Assert.True(Contains(jpeg, "ICC_PROFILE"u8));
        Assert.True(Contains(ImageFile.Clean(Samples.PngWithTexts, "image/png").Required.Bytes.Span, "eXIfMM\0*"u8));
        Assert.True(Contains(ImageFile.Clean(Samples.LossyWebPWithGps, "image/webp").Required.Bytes.Span, [.. "EXIF"u8, 26, 0, 0, 0, .. "MM"u8]));
        Assert.False(Contains(ImageFile.Clean(Samples.ProgressiveJpeg, "image/jpeg").Required.Bytes.Span, "Exif"u8));
    }

    [Fact]
    public void Loops_and_frames_of_animations_are_kept()
    {
        var gif = ImageFile.Clean(Samples.AnimatedGif, "image/gif").Required.Bytes.Span;
        Assert.True(Contains(gif, "NETSCAPE2.0"u8));
        Assert.Equal(2, Count(gif, [0x21, 0xF9, 4]));
        Assert.Equal(2, Count(ImageFile.Clean(Samples.AnimatedWebP, "image/webp").Required.Bytes.Span, "ANMF"u8));
    }

    [Fact]
    public void Comments_and_unknown_parts_are_gone()
    {
        MustBeClean("image/jpeg", ImageBuilder.Jpeg(3, 2,
            ImageBuilder.JpegSegment(0xFE, Secret), ImageBuilder.JpegSegment(0xED, Secret), ImageBuilder.JpegSegment(0xE5, Secret),
            ImageBuilder.JpegSegment(0xE0, [.. "JFXX\0"u8, .. Secret]), ImageBuilder.JpegSegment(0xE2, [.. "MPF\0"u8, .. Secret])));
        MustBeClean("image/jpeg", ImageBuilder.Jpeg(3, 2,
            ImageBuilder.JpegSegment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 2, 1, .. Secret])));
        MustBeClean("image/png", ImageBuilder.Png(3, 2,
            ImageBuilder.PngChunk("tEXt", Secret), ImageBuilder.PngChunk("iTXt", Secret), ImageBuilder.PngChunk("zTXt", Secret),
            ImageBuilder.PngChunk("tIME", Secret), ImageBuilder.PngChunk("eXIf", Secret), ImageBuilder.PngChunk("prVt", Secret)));
        MustBeClean("image/gif", ImageBuilder.Gif(3, 2,
            [0x21, 0xFE, 6, .. Secret, 0], [0x21, 0xFF, 11, .. "XMP DataXMP"u8, 6, .. Secret, 0], [0x21, 0x01, 6, .. Secret, 0]));
        MustBeClean("image/webp", ImageBuilder.WebP(ImageBuilder.Extended(3, 2, 0x0C),
            ImageBuilder.Lossless(3, 2), ImageBuilder.WebPChunk("EXIF", Secret), ImageBuilder.WebPChunk("XMP ", Secret), ImageBuilder.WebPChunk("abcd", Secret)));
    }

    private static void MustBeClean(string type, byte[] bytes)
    {
        Assert.True(Contains(bytes, Secret));
        var clean = ImageFile.Clean(bytes, type).Required;
        Assert.Equal((3, 2), (clean.Width, clean.Height));
        Assert.False(Contains(clean.Bytes.Span, Secret), type);
    }

    internal static byte[] Sample(string name) => (byte[])typeof(Samples).GetProperty(name)!.GetValue(null)!;

    private static bool Contains(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> part) => bytes.IndexOf(part) >= 0;

    private static int Count(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> part)
    {
        var count = 0;
        for (int at; (at = bytes.IndexOf(part)) >= 0; bytes = bytes[(at + part.Length)..])
            count++;
        return count;
    }
}
