using System.Diagnostics;
using System.Text;
using OrleansChat.Blobs.Formats;

namespace OrleansChat.Blobs.Tests.Formats;

/// <summary>Bytes that were made to do harm are refused, and nothing else happens.</summary>
public sealed class HostileImageTests
{
    public static TheoryData<string, byte[]> Refused => new()
    {
        { "image/jpeg", [0xFF] },
        { "image/jpeg", [0xFF, 0xD8, 0xFF] },
        { "image/jpeg", ImageBuilder.Jpeg(0, 10) },
        { "image/jpeg", ImageBuilder.Jpeg(10, 0) },
        { "image/jpeg", ImageBuilder.Jpeg(1, 1, [0xFF, 0xE1, 0, 0]) },
        { "image/jpeg", ImageBuilder.Jpeg(1, 1, [0xFF, 0xE1, 0xFF, 0xFF]) },
        { "image/jpeg", ImageBuilder.Jpeg(1, 1, ImageBuilder.JpegSegment(0xC0, 8, 0, 9, 0, 9, 1, 1, 0x11, 0)) },
        { "image/jpeg", [0xFF, 0xD8, .. ImageBuilder.JpegSegment(0xDA, 1, 1, 0, 0, 63, 0), 1, 2, 0xFF, 0xD9] },
        { "image/png", ImageBuilder.Png(0, 10) },
        { "image/png", ImageBuilder.Png(10, 10, ImageBuilder.PngChunk("IHDR", new byte[13])) },
        { "image/png", ImageBuilder.Png(10, 10, ImageBuilder.PngChunk("EVIL", 1)) },
        { "image/png", ImageBuilder.Png(10, 10, [0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8]) },
        { "image/png", ImageBuilder.Png(10, 10, [0, 0, 0, 1, .. "tEXt"u8, 1, 0, 0, 0, 0]) },
        { "image/gif", ImageBuilder.Gif(0, 1) },
        { "image/gif", ImageBuilder.Gif(1, 1, [0x00]) },
        { "image/webp", ImageBuilder.WebP() },
        { "image/webp", ImageBuilder.WebP(ImageBuilder.WebPChunk("EXIF", 1)) },
        { "image/webp", ImageBuilder.WebP(ImageBuilder.Extended(8, 8)) },
        { "image/webp", ImageBuilder.WebP(ImageBuilder.Extended(8, 8), ImageBuilder.Lossless(9, 8)) },
        { "image/webp", ImageBuilder.WebP([.. "VP8L"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x2F]) },
        { "image/avif", [0, 0, 0, 20, .. "ftypavif"u8, 0, 0, 0, 0, .. "avif"u8] },
        { "image/avif", [0, 0, 0, 20, .. "ftypavif"u8, 0, 0, 0, 0, .. "avif"u8, 0, 0, 0, 1, .. "meta"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "image/avif", [0, 0, 0, 20, .. "ftypavif"u8, 0, 0, 0, 0, .. "avif"u8, 0, 0, 0, 8, .. "meta"u8] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Malformed_images_are_refused(string type, byte[] bytes) => Assert.NotNull(ImageFile.Clean(bytes, type).Error);

    [Theory]
    [InlineData(16_384, 3_052)]
    [InlineData(16_385, 1)]
    [InlineData(1, 16_385)]
    [InlineData(7_072, 7_072)]
    [InlineData(65_535, 65_535)]
    public void Images_with_too_many_pixels_are_refused_by_what_their_header_says(int width, int height)
    {
        Assert.Equal(ErrorCode.TooLarge, ImageFile.Clean(ImageBuilder.Png((uint)width, (uint)height), "image/png").Error?.Code);
        Assert.Equal(ErrorCode.TooLarge, ImageFile.Clean(ImageBuilder.Jpeg(width, height), "image/jpeg").Error?.Code);
        Assert.Equal(ErrorCode.TooLarge, ImageFile.Clean(ImageBuilder.Gif(width, height), "image/gif").Error?.Code);
        Assert.Equal(ErrorCode.TooLarge, ImageFile.Clean(ImageBuilder.WebP(ImageBuilder.Extended(width, height)), "image/webp").Error?.Code);
        var bytes = Samples.AvifWithGps;
        var ispe = bytes.AsSpan().IndexOf("ispe"u8) + 8;
        ImageBuilder.BigEndian((uint)width).CopyTo(bytes, ispe);
        ImageBuilder.BigEndian((uint)height).CopyTo(bytes, ispe + 4);
        Assert.Equal(ErrorCode.TooLarge, ImageFile.Clean(bytes, "image/avif").Error?.Code);
    }

    [Fact]
    public void Images_at_the_limit_are_taken() =>
        Assert.Equal((16_384, 3_051), ImageFile.Clean(ImageBuilder.Png(16_384, 3_051), "image/png").Required is var image ? (image.Width, image.Height) : default);

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("BM")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    public void What_is_no_image_is_of_no_accepted_type(string text)
    {
        foreach (var type in BlobKeys.Accepted)
            Assert.Equal(ErrorCode.UnsupportedMediaType, ImageFile.Clean(Encoding.UTF8.GetBytes(text), type).Error?.Code);
    }

    [Fact]
    public void Another_type_than_was_said_is_refused()
    {
        Assert.Equal(ErrorCode.UnsupportedMediaType, ImageFile.Clean(Samples.AnimatedGif, "image/png").Error?.Code);
        Assert.Equal(ErrorCode.UnsupportedMediaType, ImageFile.Clean(Samples.JpegWithGps, "image/webp").Error?.Code);
    }

    /// <summary>Random damage, from a seed that the failure names: refused or taken, in time and without a fault.</summary>
    [Theory]
    [MemberData(nameof(CleaningTests.Files), MemberType = typeof(CleaningTests))]
    public void Whatever_is_damaged_never_faults(string name, string type, int width, int height)
    {
        Assert.Equal(32, width * height);
        var sample = CleaningTests.Sample(name);
        var started = Stopwatch.StartNew();
        var (taken, refused) = (0, 0);
        for (var seed = 0; seed < 20_000; seed++)
        {
            var bytes = Mutate(sample, new Random(seed));
            try
            {
                var outcome = ImageFile.Clean(bytes, type);
                _ = outcome.Error is null ? taken++ : refused++;
                if (outcome.Value is { } clean)
                {
                    Assert.True(clean.Bytes.Length <= bytes.Length + 64, "It grew.");
                    Assert.InRange((long)clean.Width * clean.Height, 1, ImageFile.MaxPixels);
                    Assert.Null(ImageFile.Clean(clean.Bytes.Span, type).Error);
                }
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{name}, seed {seed}: {exception}");
            }
        }
        Assert.True(taken > 0 && refused > 0, $"{taken} taken, {refused} refused");
        Assert.True(started.Elapsed < TimeSpan.FromMinutes(2), "Something takes much too long.");
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = sample.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 20)).Select(_ => (byte)random.Next(256)));
                    break;
                default:
                    var part = bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    bytes.InsertRange(random.Next(bytes.Count), part);
                    break;
            }
            if (bytes.Count == 0)
                bytes.Add(0);
        }
        return [.. bytes];
    }
}
