using System.Buffers.Binary;

namespace OrleansChat.Blobs.Formats;

/// <summary>How a photo is to be turned: the one tag of EXIF that belongs to the picture (EXIF 2.3, tag 0x0112).</summary>
internal static class Orientation
{
    /// <summary>As it is.</summary>
    public const int Upright = 1;

    private const int Tag = 0x0112;
    private const int ShortType = 3;

    /// <summary>Whether width and height change places.</summary>
    public static bool SwapsSides(int orientation) => orientation >= 5;

    /// <summary>Reads the tag from a TIFF structure; anything odd means upright.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14)
            return Upright;
        var isLittle = tiff.StartsWith("II*\0"u8);
        if (!isLittle && !tiff.StartsWith("MM\0*"u8))
            return Upright;
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return Upright;
        var entries = tiff[(int)directory..];
        var count = UInt16(entries, 0, isLittle);
        for (var i = 0; i < count && 2 + ((i + 1) * 12) <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + (i * 12), 12);
            if (UInt16(entry, 0, isLittle) != Tag || UInt16(entry, 2, isLittle) != ShortType)
                continue;
            var value = UInt16(entry, 8, isLittle);
            return value is >= 1 and <= 8 ? value : Upright;
        }
        return Upright;
    }

    /// <summary>A TIFF structure of 26 bytes that holds this tag and nothing else.</summary>
    public static byte[] ToTiff(int orientation) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
        0, 1,
        Tag >> 8, Tag & 0xff, 0, ShortType, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    private static int UInt16(ReadOnlySpan<byte> bytes, int at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
