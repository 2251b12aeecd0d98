using System.Buffers.Binary;

namespace OrleansChat.LoadTests.Load;

internal enum ReadEnd
{
    /// <summary>More is to come.</summary>
    Open,

    /// <summary>The server said goodbye.</summary>
    Closed,
}

/// <summary>
/// Takes the bytes of a WebSocket from the server (RFC 6455, unmasked) and gives SignalR's records, which end with 0x1E, wherever the
/// frames begin and end. It copies only what a read cuts in two.
/// </summary>
internal sealed class RecordReader
{
    public delegate void OnRecord(ReadOnlySpan<byte> record);

    private const byte Separator = 0x1E;
    private const int Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    private readonly byte[] _header = new byte[10];
    private byte[] _part = [];
    private int _headerLength;
    private int _partLength;
    private long _payloadLeft;
    private int _opcode;

    /// <param name="onRecord">Its argument lives only while it runs.</param>
    /// <exception cref="InvalidDataException">No WebSocket server sends this.</exception>
    public ReadEnd Read(ReadOnlySpan<byte> bytes, OnRecord onRecord)
    {
        while (bytes.Length > 0)
        {
            if (_payloadLeft == 0)
            {
                bytes = bytes[ReadHeader(bytes)..];
                if (_opcode == Close && _headerLength == 0)
                    return ReadEnd.Closed;
                continue;
            }
            var payload = bytes[..(int)Math.Min(bytes.Length, _payloadLeft)];
            _payloadLeft -= payload.Length;
            bytes = bytes[payload.Length..];
            // The server's pings are SignalR's own; what a WebSocket ping brings needs no answer on a local connection.
            if (_opcode is Continuation or Text or Binary)
                Split(payload, onRecord);
        }
        return ReadEnd.Open;
    }

    private int HeaderNeeded => _headerLength < 2 ? 2 : (_header[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };

    /// <returns>Bytes of the header that were there; the frame has begun when none is kept for later.</returns>
    private int ReadHeader(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (_headerLength < HeaderNeeded)
        {
            if (taken == bytes.Length)
                return taken;
            _header[_headerLength++] = bytes[taken++];
        }
        _opcode = _header[0] & 0x0F;
        if (_opcode is not (Continuation or Text or Binary or Close or Ping or Pong) || (_header[0] & 0x70) != 0)
            throw new InvalidDataException($"A frame with the opcode {_opcode} and the flags {_header[0] >> 4:X}.");
        if ((_header[1] & 0x80) != 0)
            throw new InvalidDataException("The server masked a frame.");
        _payloadLeft = _headerLength switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            10 => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2)),
            _ => _header[1],
        };
        _headerLength = 0;
        return taken;
    }

    private void Split(ReadOnlySpan<byte> payload, OnRecord onRecord)
    {
        int end;
        while ((end = payload.IndexOf(Separator)) >= 0)
        {
            var record = payload[..end];
            payload = payload[(end + 1)..];
            if (_partLength > 0)
            {
                Keep(record);
                record = _part.AsSpan(0, _partLength);
                _partLength = 0;
            }
            onRecord(record);
        }
        if (payload.Length > 0)
            Keep(payload);
        else if (_partLength == 0)
            _part = []; // thousands of idle connections
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_part.Length < _partLength + bytes.Length)
            Array.Resize(ref _part, Math.Max(2 * _part.Length, _partLength + bytes.Length + 64));
        bytes.CopyTo(_part.AsSpan(_partLength));
        _partLength += bytes.Length;
    }
}
