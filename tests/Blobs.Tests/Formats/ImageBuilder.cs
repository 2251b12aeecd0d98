using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace OrleansChat.Blobs.Tests.Formats;

/// <summary>Parts of image files, for those that no encoder would write.</summary>
internal static class ImageBuilder
{
    public static byte[] PngChunk(string type, params byte[] data)
    {
        byte[] typeAndData = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian((uint)data.Length), .. typeAndData, .. BigEndian(Crc32.HashToUInt32(typeAndData))];
    }

    /// <summary>Right but for the pixels, which nobody looks at.</summary>
    public static byte[] Png(uint width, uint height, params byte[][] chunks) =>
    [
        0x89, .. "PNG\r\n\x1a\n"u8,
        .. PngChunk("IHDR", [.. BigEndian(width), .. BigEndian(height), 8, 6, 0, 0, 0]),
        .. chunks.SelectMany(chunk => chunk),
        .. PngChunk("IDAT", 0x78, 0x9c, 3, 0, 0, 0, 0, 1),
        .. PngChunk("IEND"),
    ];

    public static byte[] JpegSegment(byte marker, params byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    public static byte[] Jpeg(int width, int height, params byte[][] segments) =>
    [
        0xFF, 0xD8,
        .. segments.SelectMany(segment => segment),
        .. JpegSegment(0xC0, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0),
        .. JpegSegment(0xDA, 1, 1, 0, 0, 63, 0),
        0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56,
        0xFF, 0xD9,
    ];

    public static byte[] Gif(int width, int height, params byte[][] blocks) =>
    [
        .. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0,
        0, 0, 0, 255, 255, 255,
        .. blocks.SelectMany(block => block),
        0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0,
        0x3B,
    ];

    public static byte[] WebP(params byte[][] chunks)
    {
        byte[] content = [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. "RIFF"u8, .. length, .. content];
    }

    public static byte[] WebPChunk(string name, params byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. data, .. new byte[data.Length % 2]];
    }

    public static byte[] Lossless(int width, int height)
    {
        var bits = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bits, (uint)((width - 1) | ((height - 1) << 14)));
        return WebPChunk("VP8L", [0x2F, .. bits, 0]);
    }

    public static byte[] Extended(int width, int height, byte flags = 0) => WebPChunk(
        "VP8X", flags, 0, 0, 0,
        (byte)(width - 1), (byte)((width - 1) >> 8), (byte)((width - 1) >> 16),
        (byte)(height - 1), (byte)((height - 1) >> 8), (byte)((height - 1) >> 16));

    public static byte[] BigEndian(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
