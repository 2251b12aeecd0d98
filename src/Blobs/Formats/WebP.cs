using System.Buffers.Binary;

namespace OrleansChat.Blobs.Formats;

/// <summary>
/// WebP (RFC 9649): lossy (VP8), lossless (VP8L) and extended (VP8X), animated too. EXIF, XMP and unknown chunks go, in frames as
/// well, and what follows the RIFF container.
/// </summary>
internal static class WebP
{
    private const byte AnimationFlag = 0x02, XmpFlag = 0x04, ExifFlag = 0x08;

    public static bool IsOne(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8);

    public static CleanImage Clean(ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (length < 4 || length > bytes.Length - 8)
            throw new DamagedImageException();
        var reader = new ByteReader(bytes.Slice(12, (int)length - 4));
        var clean = new MemoryStream(bytes.Length);
        clean.Write(bytes[..12]);

        var name = Chunk(ref reader, out var data);
        (int Width, int Height) size;
        var orientation = Orientation.Upright;
        if (name == "VP8X")
        {
            size = ReadExtended(data, out var flags);
            orientation = FindOrientation(reader);
            Write(clean, name, [Flags(flags, orientation), .. data[1..10]]);
            CopyExtended(ref reader, clean, size, isAnimated: (flags & AnimationFlag) != 0);
            if (orientation != Orientation.Upright)
                Write(clean, "EXIF", Orientation.ToTiff(orientation));
        }
        else
        {
            size = ReadPixels(name, data) ?? throw new DamagedImageException();
            Write(clean, name, data);
        }

        var kept = clean.GetBuffer().AsMemory(0, (int)clean.Length);
        BinaryPrimitives.WriteInt32LittleEndian(kept.Span[4..], kept.Length - 8);
        return Orientation.SwapsSides(orientation)
            ? new CleanImage(kept, size.Height, size.Width)
            : new CleanImage(kept, size.Width, size.Height);
    }

    private static void CopyExtended(ref ByteReader reader, MemoryStream clean, (int Width, int Height) canvas, bool isAnimated)
    {
        var hasPixels = false;
        while (!reader.IsAtEnd)
        {
            var name = Chunk(ref reader, out var data);
            if (name == "ANMF" && isAnimated)
            {
                Write(clean, name, CleanFrame(data, canvas));
                hasPixels = true;
            }
            else if (ReadPixels(name, data) is { } size)
            {
                if (isAnimated || hasPixels || size != canvas)
                    throw new DamagedImageException();
                Write(clean, name, data);
                hasPixels = true;
            }
            else if (name is "ICCP" or "ANIM" or "ALPH")
            {
                Write(clean, name, data);
            }
        }
        if (!hasPixels)
            throw new DamagedImageException();
    }

    private static byte[] CleanFrame(ReadOnlySpan<byte> data, (int Width, int Height) canvas)
    {
        var reader = new ByteReader(data);
        var header = new ByteReader(reader.Take(16));
        var (left, top) = (2 * header.UInt24LittleEndian(), 2 * header.UInt24LittleEndian());
        var frame = ImageFile.CheckSize(header.UInt24LittleEndian() + 1, header.UInt24LittleEndian() + 1);
        if (left + frame.Width > canvas.Width || top + frame.Height > canvas.Height)
            throw new DamagedImageException();
        var clean = new MemoryStream(data.Length);
        clean.Write(data[..16]);
        var hasPixels = false;
        while (!reader.IsAtEnd)
        {
            var name = Chunk(ref reader, out var part);
            if (ReadPixels(name, part) is { } size)
            {
                if (hasPixels || size != frame)
                    throw new DamagedImageException();
                hasPixels = true;
            }
            else if (name != "ALPH")
            {
                continue;
            }
            Write(clean, name, part);
        }
        return hasPixels ? clean.ToArray() : throw new DamagedImageException();
    }

    private static (int Width, int Height) ReadExtended(ReadOnlySpan<byte> data, out byte flags)
    {
        var reader = new ByteReader(data);
        flags = reader.Byte();
        reader.Take(3);
        return ImageFile.CheckSize(reader.UInt24LittleEndian() + 1, reader.UInt24LittleEndian() + 1);
    }

    /// <returns>Null when the chunk holds no pixels.</returns>
    private static (int Width, int Height)? ReadPixels(string name, ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        switch (name)
        {
            case "VP8 ":
                // A key frame (RFC 6386, 9.1); the upper two bits of each side are a scale.
                var isKeyFrame = (reader.Take(3)[0] & 1) == 0;
                if (!isKeyFrame || !reader.Take(3).SequenceEqual<byte>([0x9D, 0x01, 0x2A]))
                    throw new DamagedImageException();
                return ImageFile.CheckSize(reader.UInt16LittleEndian() & 0x3FFF, reader.UInt16LittleEndian() & 0x3FFF);
            case "VP8L":
                if (reader.Byte() != 0x2F)
                    throw new DamagedImageException();
                var bits = reader.UInt32LittleEndian();
                return ImageFile.CheckSize((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
            default:
                return null;
        }
    }

    /// <param name="reader">A copy: the caller's stays where it is.</param>
    private static int FindOrientation(ByteReader reader)
    {
        while (!reader.IsAtEnd)
        {
            if (Chunk(ref reader, out var data) == "EXIF")
                return Orientation.Read(data.StartsWith("Exif\0\0"u8) ? data[6..] : data);
        }
        return Orientation.Upright;
    }

    private static byte Flags(byte flags, int orientation) =>
        (byte)((flags & ~(ExifFlag | XmpFlag)) | (orientation == Orientation.Upright ? 0 : ExifFlag));

    private static string Chunk(ref ByteReader reader, out ReadOnlySpan<byte> data)
    {
        var name = System.Text.Encoding.Latin1.GetString(reader.Take(4));
        var length = reader.UInt32LittleEndian();
        data = reader.Take(length);
        // Some writers leave out the padding of the last chunk.
        if (length % 2 != 0 && !reader.IsAtEnd)
            reader.Take(1);
        return name;
    }

    private static void Write(MemoryStream clean, string name, ReadOnlySpan<byte> data)
    {
        clean.Write(System.Text.Encoding.Latin1.GetBytes(name));
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        clean.Write(length);
        clean.Write(data);
        if (data.Length % 2 != 0)
            clean.WriteByte(0);
    }
}
