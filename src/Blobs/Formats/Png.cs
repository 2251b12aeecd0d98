using System.Buffers.Binary;
using System.IO.Hashing;

namespace OrleansChat.Blobs.Formats;

/// <summary>
/// PNG and animated PNG (W3C PNG, third edition). Kept: what pixels and colours are made of. Texts, times, EXIF and all unknown
/// ancillary chunks go; an unknown critical chunk is refused, and so is a wrong checksum.
/// </summary>
internal static class Png
{
    private static readonly HashSet<string> Kept =
    [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "pHYs",
        "acTL", "fcTL", "fdAT",
    ];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    public static CleanImage Clean(ReadOnlySpan<byte> bytes)
    {
        var clean = new MemoryStream(bytes.Length);
        clean.Write(Signature);
        var reader = new ByteReader(bytes[Signature.Length..]);
        var orientation = FindOrientation(reader);
        (int Width, int Height)? size = null;
        for (var hasData = false; ;)
        {
            var length = reader.UInt32BigEndian();
            var typeAndData = reader.Take(4L + length);
            if (Crc32.HashToUInt32(typeAndData) != reader.UInt32BigEndian())
                throw new DamagedImageException();
            var type = Type(typeAndData[..4]);
            var data = typeAndData[4..];
            switch (type)
            {
                case "IHDR" when size is null && length == 13:
                    size = ImageFile.CheckSize(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
                    break;
                case "IHDR":
                    throw new DamagedImageException();
                case "fcTL" when size is { } whole:
                    CheckFrame(data, whole);
                    break;
                case "IDAT" when !hasData:
                    hasData = true;
                    // EXIF may stand behind the pixels, but not all readers look there.
                    if (orientation != Orientation.Upright)
                        Write(clean, [.. "eXIf"u8, .. Orientation.ToTiff(orientation)]);
                    break;
            }
            if (size is not { } canvas)
                throw new DamagedImageException();
            var isCritical = char.IsAsciiLetterUpper(type[0]);
            if (!Kept.Contains(type))
            {
                if (isCritical)
                    throw new DamagedImageException();
                continue;
            }
            if (type != "IEND")
            {
                Write(clean, typeAndData);
                continue;
            }
            if (!hasData)
                throw new DamagedImageException();
            Write(clean, typeAndData[..4]);
            var kept = clean.GetBuffer().AsMemory(0, (int)clean.Length);
            return Orientation.SwapsSides(orientation)
                ? new CleanImage(kept, canvas.Height, canvas.Width)
                : new CleanImage(kept, canvas.Width, canvas.Height);
        }
    }

    /// <param name="reader">A copy: the caller's stays where it is.</param>
    private static int FindOrientation(ByteReader reader)
    {
        while (true)
        {
            var length = reader.UInt32BigEndian();
            var type = reader.Take(4);
            var data = reader.Take(length);
            if (type.SequenceEqual("eXIf"u8))
                return Orientation.Read(data);
            if (type.SequenceEqual("IEND"u8))
                return Orientation.Upright;
            reader.Take(4);
        }
    }

    private static string Type(ReadOnlySpan<byte> type)
    {
        foreach (var letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
                throw new DamagedImageException();
        }
        return System.Text.Encoding.ASCII.GetString(type);
    }

    /// <summary>A frame of an animation lies within the canvas.</summary>
    private static void CheckFrame(ReadOnlySpan<byte> data, (int Width, int Height) canvas)
    {
        var frame = new ByteReader(data);
        frame.Take(4);
        var (width, height) = ImageFile.CheckSize(frame.UInt32BigEndian(), frame.UInt32BigEndian());
        if (frame.UInt32BigEndian() > canvas.Width - width || frame.UInt32BigEndian() > canvas.Height - height)
            throw new DamagedImageException();
    }

    private static void Write(MemoryStream clean, ReadOnlySpan<byte> typeAndData)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, typeAndData.Length - 4);
        clean.Write(number);
        clean.Write(typeAndData);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(typeAndData));
        clean.Write(number);
    }
}
