namespace OrleansChat.Blobs.Formats;

/// <summary>
/// GIF (GIF89a specification). Kept: frames, their timing and the number of loops ("NETSCAPE2.0"). Comments, plain texts and all
/// other extensions go, and what follows the end.
/// </summary>
internal static class Gif
{
    private const byte Extension = 0x21, Frame = 0x2C, Trailer = 0x3B;
    private const byte GraphicControl = 0xF9, Application = 0xFF;

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8);

    public static CleanImage Clean(ReadOnlySpan<byte> bytes)
    {
        var clean = new MemoryStream(bytes.Length);
        var reader = new ByteReader(bytes);
        reader.Take(6);
        var (width, height) = ImageFile.CheckSize(reader.UInt16LittleEndian(), reader.UInt16LittleEndian());
        var flags = reader.Byte();
        reader.Take(2);
        TakeColours(ref reader, flags);
        clean.Write(bytes[..reader.Position]);

        for (var hasFrame = false; ;)
        {
            var start = reader.Position;
            switch (reader.Byte())
            {
                case Extension:
                    if (TakeExtension(ref reader))
                        clean.Write(bytes[start..reader.Position]);
                    break;
                case Frame:
                    TakeFrame(ref reader);
                    clean.Write(bytes[start..reader.Position]);
                    hasFrame = true;
                    break;
                case Trailer when hasFrame:
                    clean.WriteByte(Trailer);
                    return new CleanImage(clean.GetBuffer().AsMemory(0, (int)clean.Length), width, height);
                default:
                    throw new DamagedImageException();
            }
        }
    }

    /// <returns>Whether it is kept.</returns>
    private static bool TakeExtension(ref ByteReader reader)
    {
        var label = reader.Byte();
        var first = reader.Rest;
        var blocks = TakeBlocks(ref reader);
        return label switch
        {
            GraphicControl => blocks == 1 && first[0] == 4,
            // Of 11 bytes the name, of 3 the number of loops: nothing else fits in.
            Application => blocks == 2 && first[0] == 11 && first[1..].StartsWith("NETSCAPE2.0"u8) && first[12] == 3,
            _ => false,
        };
    }

    /// <summary>Browsers draw a frame that is larger than the screen; so it is bounded as the screen is.</summary>
    private static void TakeFrame(ref ByteReader reader)
    {
        var (left, top) = (reader.UInt16LittleEndian(), reader.UInt16LittleEndian());
        var (width, height) = ImageFile.CheckSize(reader.UInt16LittleEndian(), reader.UInt16LittleEndian());
        ImageFile.CheckSize(left + width, top + height);
        TakeColours(ref reader, reader.Byte());
        reader.Byte();
        TakeBlocks(ref reader);
    }

    private static void TakeColours(ref ByteReader reader, byte flags)
    {
        if ((flags & 0x80) != 0)
            reader.Take(3 * (2 << (flags & 7)));
    }

    /// <returns>How many there were before the empty one at the end.</returns>
    private static int TakeBlocks(ref ByteReader reader)
    {
        for (var count = 0; ; count++)
        {
            var length = reader.Byte();
            if (length == 0)
                return count;
            reader.Take(length);
        }
    }
}
