using System.Buffers.Binary;

namespace OrleansChat.LoadTests.Load;

/// <summary>Writes a client's WebSocket frames (RFC 6455): one text frame to a message, masked.</summary>
internal static class FrameWriter
{
    /// <summary>Bytes before the payload.</summary>
    public const int MaxHeader = 8;

    private const byte FinalText = 0x81, Masked = 0x80;

    /// <summary>Puts the header right before the payload, which begins at <see cref="MaxHeader"/>, and masks that in its place.</summary>
    /// <param name="buffer">Up to the end of the payload, which has at most 65,535 bytes.</param>
    /// <returns>Where the frame begins in the buffer.</returns>
    public static int Finish(Span<byte> buffer, uint mask)
    {
        var payload = buffer[MaxHeader..];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ushort.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer[(MaxHeader - 4)..], mask);
        var start = payload.Length < 126 ? 2 : 0;
        buffer[start] = FinalText;
        if (payload.Length < 126)
        {
            buffer[start + 1] = (byte)(Masked | payload.Length);
        }
        else
        {
            buffer[start + 1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(buffer[(start + 2)..], (ushort)payload.Length);
        }
        Mask(payload, mask);
        return start;
    }

    private static void Mask(Span<byte> payload, uint mask)
    {
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(payload);
        var wide = mask | ((ulong)mask << 32);
        for (var i = 0; i < words.Length; i++)
            words[i] ^= wide;
        for (var i = words.Length * sizeof(ulong); i < payload.Length; i++)
            payload[i] ^= (byte)(mask >> (8 * (i & 3)));
    }
}
