using System.Buffers.Binary;

namespace OrleansChat.Blobs.Formats;

/// <summary>
/// AVIF (AV1 Image File Format on ISO/IEC 14496-12 and 23008-12), still and animated. Boxes point at each other by file offsets, so
/// nothing is moved: what does not belong to the image is overwritten in its place. Of a still image every byte of data that no
/// image item points at becomes zero, which takes EXIF and XMP with it; boxes that are not known become empty ("free").
/// </summary>
internal static class Avif
{
    /// <summary>In an animation: boxes that hold others and are looked into.</summary>
    private static readonly HashSet<string> Containers = ["moov", "trak"];

    private static readonly HashSet<string> Unwanted = ["uuid", "udta", "free", "skip", "meta"];

    public static bool IsOne(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 || !bytes[4..].StartsWith("ftyp"u8))
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length < 16 || length > bytes.Length || length % 4 != 0)
            return false;
        for (var at = 8; at + 4 <= length; at += at == 8 ? 8 : 4)
        {
            if (bytes[at..].StartsWith("avif"u8) || bytes[at..].StartsWith("avis"u8))
                return true;
        }
        return false;
    }

    public static CleanImage Clean(ReadOnlySpan<byte> bytes)
    {
        var clean = bytes.ToArray();
        AvifMeta? meta = null;
        var data = new List<Range>();
        var isAnimated = false;
        var end = 0;
        for (var at = 0; at < bytes.Length; at = end)
        {
            var box = Box.Read(bytes, at, bytes.Length);
            end = box.End;
            switch (box.Type)
            {
                case "ftyp":
                    break;
                case "meta" when meta is null:
                    meta = AvifMeta.Read(bytes, box);
                    break;
                case "mdat":
                    data.Add(box.Content..box.End);
                    break;
                case "moov":
                    isAnimated = true;
                    CleanMovie(clean, box, depth: 0);
                    break;
                default:
                    Blank(clean, box);
                    break;
            }
        }
        if (meta is null)
            throw new DamagedImageException();

        data.AddRange(meta.Data);
        if (meta.Metadata.Exists(extent => !data.Exists(range => Holds(range, extent))))
            throw new DamagedImageException();
        if (isAnimated)
            meta.Metadata.ForEach(extent => clean.AsSpan(extent).Clear());
        else
            ClearUnused(clean, data, meta.Pixels);
        // Readers expect the EXIF item to be EXIF, if an empty one.
        foreach (var extent in meta.Exif)
            EmptyExif(clean.AsSpan(extent), meta.Pixels, extent);
        return new CleanImage(clean, meta.Width, meta.Height);
    }

    private static void CleanMovie(byte[] clean, Box movie, int depth)
    {
        for (var at = movie.Content; at < movie.End;)
        {
            var box = Box.Read(clean, at, movie.End);
            if (Unwanted.Contains(box.Type))
                Blank(clean, box);
            else if (Containers.Contains(box.Type) && depth < 2)
                CleanMovie(clean, box, depth + 1);
            else if (box.Type == "tkhd")
                CheckTrack(clean.AsSpan(box.Content..box.End));
            at = box.End;
        }
    }

    /// <summary>A track's header ends with its width and height, in 1/65536 pixels; tracks that show nothing have zeros.</summary>
    private static void CheckTrack(ReadOnlySpan<byte> header)
    {
        if (header.Length < 8)
            throw new DamagedImageException();
        var width = BinaryPrimitives.ReadUInt32BigEndian(header[^8..]) >> 16;
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[^4..]) >> 16;
        if (width != 0 || height != 0)
            ImageFile.CheckSize(width, height);
    }

    private static void Blank(byte[] clean, Box box)
    {
        "free"u8.CopyTo(clean.AsSpan(box.Start + 4));
        clean.AsSpan(box.Content..box.End).Clear();
    }

    /// <param name="pixels">In any order; may overlap.</param>
    private static void ClearUnused(byte[] clean, List<Range> data, List<Range> pixels)
    {
        var used = pixels.Select(extent => (Start: extent.Start.Value, End: extent.End.Value)).Order().ToList();
        foreach (var range in data)
        {
            var at = range.Start.Value;
            foreach (var (start, end) in used)
            {
                if (start > at)
                    clean.AsSpan(at..Math.Min(start, range.End.Value)).Clear();
                at = Math.Max(at, end);
                if (at >= range.End.Value)
                    break;
            }
            if (at < range.End.Value)
                clean.AsSpan(at..range.End.Value).Clear();
        }
    }

    private static bool Holds(Range whole, Range part) =>
        whole.Start.Value <= part.Start.Value && part.End.Value <= whole.End.Value;

    private static void EmptyExif(Span<byte> item, List<Range> pixels, Range extent)
    {
        // Four bytes of offset, then TIFF without a single tag.
        ReadOnlySpan<byte> empty = [0, 0, 0, 0, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0];
        var isShared = pixels.Exists(other => other.Start.Value < extent.End.Value && extent.Start.Value < other.End.Value);
        if (!isShared && item.Length >= empty.Length)
            empty.CopyTo(item);
    }
}

/// <summary>Where a box is.</summary>
/// <param name="Content">Where its content begins, after size and type.</param>
internal readonly record struct Box(string Type, int Start, int Content, int End)
{
    /// <param name="limit">Where the box around it ends.</param>
    public static Box Read(ReadOnlySpan<byte> bytes, int at, int limit)
    {
        var reader = new ByteReader(bytes[at..limit]);
        var size = (ulong)reader.UInt32BigEndian();
        var type = System.Text.Encoding.Latin1.GetString(reader.Take(4));
        if (size == 1)
            size = reader.UInt64BigEndian();
        else if (size == 0)
            size = (ulong)(limit - at);
        if (size < (ulong)reader.Position || size > (ulong)(limit - at))
            throw new DamagedImageException();
        return new Box(type, at, at + reader.Position, at + (int)size);
    }
}
