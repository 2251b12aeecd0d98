using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace OrleansChat.LoadTests.Load;

/// <summary>
/// What a message's client id tells whoever receives it: when it was to be sent, by whom, and which one it was. Mixed like a random
/// UUID, so that it costs an index as much as a real client's, and taken apart again without a table.
/// </summary>
/// <param name="Time">Nanoseconds of <see cref="Clock"/>.</param>
/// <param name="Sender">Number of the connection.</param>
/// <param name="Number">Of the message, within its run.</param>
internal readonly record struct MessageStamp(long Time, int Sender, uint Number)
{
    /// <summary>Characters.</summary>
    public const int Length = 36;

    private const ulong Odd = 0x9E3779B97F4A7C15;
    private const ulong Inverse = 0xF1DE83E19937733D;

    private static ReadOnlySpan<byte> Key => "\"clientMessageId\":\""u8;

    public void Write(Span<byte> text)
    {
        var high = Mix((ulong)Time);
        var low = Mix((((ulong)(uint)Sender << 32) | Number) ^ high);
        Span<ulong> halves = [high, low];
        Utf8Formatter.TryFormat(MemoryMarshal.Cast<ulong, Guid>(halves)[0], text, out _);
    }

    /// <summary>Of the first message in a record; false when there is none.</summary>
    public static bool TryFind(ReadOnlySpan<byte> record, out MessageStamp stamp)
    {
        stamp = default;
        var at = record.IndexOf(Key);
        return at >= 0 && TryRead(record[(at + Key.Length)..], out stamp);
    }

    public static bool TryRead(ReadOnlySpan<byte> text, out MessageStamp stamp)
    {
        stamp = default;
        if (text.Length < Length || !Utf8Parser.TryParse(text[..Length], out Guid id, out _, 'D'))
            return false;
        var halves = MemoryMarshal.Cast<Guid, ulong>(new Span<Guid>(ref id));
        var rest = Unmix(halves[1]) ^ halves[0];
        stamp = new((long)Unmix(halves[0]), (int)(rest >> 32), (uint)rest);
        return true;
    }

    private static ulong Mix(ulong value)
    {
        value *= Odd;
        value ^= value >> 32;
        return value * Odd;
    }

    private static ulong Unmix(ulong value)
    {
        value *= Inverse;
        value ^= value >> 32;
        return value * Inverse;
    }
}
