using System.Buffers.Binary;

namespace OrleansChat.Blobs.Formats;

/// <summary>Reads bytes in order; whoever reads beyond the end has a damaged image.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Left => _bytes.Length - Position;

    public readonly bool IsAtEnd => Position == _bytes.Length;

    public readonly ReadOnlySpan<byte> Rest => _bytes[Position..];

    public byte Byte() => Take(1)[0];

    public int UInt16BigEndian() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int UInt16LittleEndian() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int UInt24LittleEndian() => UInt16LittleEndian() | (Byte() << 16);

    public uint UInt32BigEndian() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public uint UInt32LittleEndian() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64BigEndian() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>A big-endian number of 0, 1, 2, 4 or 8 bytes.</summary>
    public ulong Number(int size) => size switch
    {
        0 => 0,
        1 => Byte(),
        2 => (ulong)UInt16BigEndian(),
        4 => UInt32BigEndian(),
        8 => UInt64BigEndian(),
        _ => throw new DamagedImageException(),
    };

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left)
            throw new DamagedImageException();
        var taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }
}
