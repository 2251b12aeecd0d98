using System.Buffers.Binary;

namespace OrleansChat.Blobs.Formats;

/// <summary>
/// JPEG (ITU-T T.81, annex B). Kept: tables, frame, scans, the JFIF header, the colour profile (APP2 "ICC_PROFILE") and Adobe's
/// APP14, which tells how colours are coded. Every other APPn and comments go, and all that follows the end of the image.
/// </summary>
internal static class Jpeg
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, Comment = 0xFE;

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes is [0xFF, StartOfImage, 0xFF, ..];

    public static CleanImage Clean(ReadOnlySpan<byte> bytes)
    {
        var orientation = FindOrientation(bytes);
        var clean = new MemoryStream(bytes.Length);
        clean.Write([0xFF, StartOfImage]);
        var reader = new ByteReader(bytes[2..]);
        (int Width, int Height)? size = null;
        var (hasScan, hasExif) = (false, orientation == Orientation.Upright);
        while (true)
        {
            var marker = NextMarker(ref reader);
            if (marker == EndOfImage)
            {
                if (!hasScan || size is not { } frame)
                    throw new DamagedImageException();
                clean.Write([0xFF, EndOfImage]);
                var bytesKept = clean.GetBuffer().AsMemory(0, (int)clean.Length);
                return Orientation.SwapsSides(orientation)
                    ? new CleanImage(bytesKept, frame.Height, frame.Width)
                    : new CleanImage(bytesKept, frame.Width, frame.Height);
            }

            var segment = Segment(ref reader);
            if (IsFrame(marker))
            {
                if (size is not null)
                    throw new DamagedImageException();
                var header = new ByteReader(segment);
                header.Take(1);
                var height = header.UInt16BigEndian();
                size = ImageFile.CheckSize(header.UInt16BigEndian(), height);
            }
            if (!IsKept(marker, segment))
                continue;
            // The JFIF header comes first, else the EXIF block is not found.
            if (!hasExif && marker != 0xE0)
            {
                WriteSegment(clean, 0xE1, [.. "Exif\0\0"u8, .. Orientation.ToTiff(orientation)]);
                hasExif = true;
            }
            WriteSegment(clean, marker, segment);
            if (marker == StartOfScan)
            {
                if (size is null)
                    throw new DamagedImageException();
                hasScan = true;
                clean.Write(ScanData(ref reader));
            }
        }
    }

    /// <summary>Of the first EXIF block, which may stand anywhere before the first scan.</summary>
    private static int FindOrientation(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes[2..]);
        while (NextMarker(ref reader) is var marker and not (StartOfScan or EndOfImage))
        {
            var segment = Segment(ref reader);
            if (marker == 0xE1 && segment.StartsWith("Exif\0\0"u8))
                return Orientation.Read(segment[6..]);
        }
        return Orientation.Upright;
    }

    /// <summary>What stands between two segments is no part of the image, and dropped.</summary>
    private static byte NextMarker(ref ByteReader reader)
    {
        while (true)
        {
            var start = reader.Rest.IndexOf((byte)0xFF);
            if (start < 0)
                throw new DamagedImageException();
            reader.Take(start);
            var marker = reader.Byte();
            while (marker == 0xFF)
                marker = reader.Byte();
            if (marker is 0 or 0x01 or (>= 0xD0 and <= StartOfImage))
                continue;
            return marker;
        }
    }

    private static ReadOnlySpan<byte> Segment(ref ByteReader reader) => reader.Take(reader.UInt16BigEndian() - 2);

    /// <summary>Compressed data up to the next marker that ends it, which is left in the reader.</summary>
    private static ReadOnlySpan<byte> ScanData(ref ByteReader reader)
    {
        var rest = reader.Rest;
        for (var at = 0; ;)
        {
            var next = rest[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= rest.Length)
                throw new DamagedImageException();
            at += next;
            if (rest[at + 1] is 0 or (>= 0xD0 and <= 0xD7))
                at += 2;
            else if (rest[at + 1] == 0xFF)
                at++;
            else
                return reader.Take(at);
        }
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool IsKept(byte marker, ReadOnlySpan<byte> segment) => marker switch
    {
        0xE0 => segment.StartsWith("JFIF\0"u8) && segment.Length >= 14,
        0xE2 => segment.StartsWith("ICC_PROFILE\0"u8),
        0xEE => segment.StartsWith("Adobe"u8),
        >= 0xE0 and <= 0xEF or Comment => false,
        >= 0xC0 and <= 0xDF => true,
        _ => false,
    };

    private static void WriteSegment(MemoryStream clean, byte marker, ReadOnlySpan<byte> segment)
    {
        // The JFIF header may hold a thumbnail of what the picture once was.
        byte[]? header = marker == 0xE0 ? [.. segment[..12], 0, 0] : null;
        segment = header ?? segment;
        Span<byte> head = stackalloc byte[4];
        (head[0], head[1]) = (0xFF, marker);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(segment.Length + 2));
        clean.Write(head);
        clean.Write(segment);
    }
}
