namespace OrleansChat.Blobs.Formats;

/// <summary>What the <c>meta</c> box says: which items there are, where their bytes lie, and how large the primary one is.</summary>
internal sealed class AvifMeta
{
    private const int MaxItems = 4_096;
    private const int MaxExtents = 16_384;

    private readonly Dictionary<uint, string> _types = [];
    private readonly List<(int Width, int Height)?> _sizes = [];
    private readonly List<bool> _turns = [];
    private readonly List<int> _primaryProperties = [];
    private uint? _primary;

    /// <summary>Extents of the items that make up the picture.</summary>
    public List<Range> Pixels { get; } = [];

    /// <summary>Extents of EXIF and of XMP and other texts.</summary>
    public List<Range> Metadata { get; } = [];

    /// <summary>Of these, EXIF.</summary>
    public List<Range> Exif { get; } = [];

    /// <summary>Bytes of items inside this box.</summary>
    public List<Range> Data { get; } = [];

    /// <summary>Of the primary item, as shown.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    public static AvifMeta Read(ReadOnlySpan<byte> bytes, Box box)
    {
        var meta = new AvifMeta();
        Box? locations = null, properties = null;
        for (var at = box.Content + 4; at < box.End;)
        {
            var part = Box.Read(bytes, at, box.End);
            at = part.End;
            var reader = new ByteReader(bytes[part.Content..part.End]);
            switch (part.Type)
            {
                case "pitm":
                    meta._primary = (reader.UInt32BigEndian() >> 24) == 0 ? (uint)reader.UInt16BigEndian() : reader.UInt32BigEndian();
                    break;
                case "iinf":
                    meta.ReadItems(bytes, part);
                    break;
                case "iloc":
                    locations = part;
                    break;
                case "iprp":
                    properties = part;
                    break;
                case "idat":
                    meta.Data.Add(part.Content..part.End);
                    break;
            }
        }
        if (locations is not { } iloc || properties is not { } iprp || meta._primary is not { } primary)
            throw new DamagedImageException();
        meta.ReadLocations(bytes, iloc);
        meta.ReadProperties(bytes, iprp, primary);
        return meta;
    }

    private void ReadItems(ReadOnlySpan<byte> bytes, Box box)
    {
        var reader = new ByteReader(bytes[box.Content..box.End]);
        var count = (reader.UInt32BigEndian() >> 24) == 0 ? (uint)reader.UInt16BigEndian() : reader.UInt32BigEndian();
        if (count > MaxItems)
            throw new DamagedImageException();
        var at = box.Content + reader.Position;
        for (var i = 0; i < count; i++)
        {
            var entry = Box.Read(bytes, at, box.End);
            at = entry.End;
            var item = new ByteReader(bytes[entry.Content..entry.End]);
            var version = item.UInt32BigEndian() >> 24;
            if (entry.Type != "infe" || version is not (2 or 3))
                throw new DamagedImageException();
            var id = version == 2 ? (uint)item.UInt16BigEndian() : item.UInt32BigEndian();
            item.Take(2);
            _types[id] = System.Text.Encoding.Latin1.GetString(item.Take(4));
        }
    }

    private void ReadLocations(ReadOnlySpan<byte> bytes, Box box)
    {
        var reader = new ByteReader(bytes[box.Content..box.End]);
        var version = reader.UInt32BigEndian() >> 24;
        if (version > 2)
            throw new DamagedImageException();
        int sizes = reader.UInt16BigEndian();
        var (offsetSize, lengthSize, baseSize, indexSize) = (sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0);
        var count = version < 2 ? (uint)reader.UInt16BigEndian() : reader.UInt32BigEndian();
        var extentsLeft = MaxExtents;
        if (count > MaxItems)
            throw new DamagedImageException();
        for (var i = 0; i < count; i++)
        {
            var id = version < 2 ? (uint)reader.UInt16BigEndian() : reader.UInt32BigEndian();
            var method = version > 0 ? reader.UInt16BigEndian() & 15 : 0;
            var isElsewhere = reader.UInt16BigEndian() != 0;
            var start = reader.Number(baseSize);
            var extents = reader.UInt16BigEndian();
            if (isElsewhere || method > 1 || (extentsLeft -= extents) < 0)
                throw new DamagedImageException();
            for (var n = 0; n < extents; n++)
            {
                reader.Number(indexSize);
                var offset = reader.Number(offsetSize);
                var length = reader.Number(lengthSize);
                AddExtent(id, Extent(bytes.Length, method, start, offset, length));
            }
        }
    }

    /// <param name="method">0: offsets are those of the file; 1: those of <c>idat</c>.</param>
    private Range Extent(int fileLength, int method, ulong start, ulong offset, ulong length)
    {
        var within = method == 0 ? 0..fileLength : Data.Count == 1 ? Data[0] : throw new DamagedImageException();
        var room = (ulong)(within.End.Value - within.Start.Value);
        // Each is checked alone before the sum, which could overflow.
        if (start > room || offset > room - start || length > room - start - offset)
            throw new DamagedImageException();
        var first = within.Start.Value + (int)(start + offset);
        // No length means: to the end.
        var last = length == 0 ? within.End.Value : first + (int)length;
        return first..last;
    }

    private void AddExtent(uint id, Range extent)
    {
        switch (_types.GetValueOrDefault(id))
        {
            case "Exif":
                Exif.Add(extent);
                Metadata.Add(extent);
                break;
            case "mime" or "uri " or null:
                Metadata.Add(extent);
                break;
            default:
                Pixels.Add(extent);
                break;
        }
    }

    private void ReadProperties(ReadOnlySpan<byte> bytes, Box box, uint primary)
    {
        for (var at = box.Content; at < box.End;)
        {
            var part = Box.Read(bytes, at, box.End);
            at = part.End;
            if (part.Type == "ipco")
                ReadSizes(bytes, part);
            else if (part.Type == "ipma")
                ReadAssociations(bytes[part.Content..part.End], primary);
        }
        var own = _primaryProperties.Where(index => index >= 1 && index <= _sizes.Count).ToList();
        if (own.Select(index => _sizes[index - 1]).FirstOrDefault(size => size is not null) is not { } shown)
            throw new DamagedImageException();
        var isTurned = own.Exists(index => _turns[index - 1]);
        (Width, Height) = isTurned ? (shown.Height, shown.Width) : shown;
    }

    private void ReadSizes(ReadOnlySpan<byte> bytes, Box box)
    {
        for (var at = box.Content; at < box.End;)
        {
            var property = Box.Read(bytes, at, box.End);
            at = property.End;
            var reader = new ByteReader(bytes[property.Content..property.End]);
            var isSize = property.Type == "ispe";
            if (isSize)
                reader.Take(4);
            _sizes.Add(isSize ? ImageFile.CheckSize(reader.UInt32BigEndian(), reader.UInt32BigEndian()) : null);
            _turns.Add(property.Type == "irot" && (reader.Byte() & 1) != 0);
        }
    }

    private void ReadAssociations(ReadOnlySpan<byte> content, uint primary)
    {
        var reader = new ByteReader(content);
        var versionAndFlags = reader.UInt32BigEndian();
        var (isLong, isWide) = ((versionAndFlags >> 24) > 0, (versionAndFlags & 1) != 0);
        var count = reader.UInt32BigEndian();
        if (count > MaxItems)
            throw new DamagedImageException();
        for (var i = 0; i < count; i++)
        {
            var id = isLong ? reader.UInt32BigEndian() : (uint)reader.UInt16BigEndian();
            for (var left = reader.Byte(); left > 0; left--)
            {
                var index = isWide ? reader.UInt16BigEndian() & 0x7FFF : reader.Byte() & 0x7F;
                if (id == primary)
                    _primaryProperties.Add(index);
            }
        }
    }
}
