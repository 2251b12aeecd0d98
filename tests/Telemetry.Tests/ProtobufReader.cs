using System.Text;

namespace OrleansChat.Telemetry.Tests;

/// <summary>Reads the fields of one protobuf message, in their order; enough of the format for OTLP.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Of the present field, as of fixed 64 bits; empty for a varint or 32 bits.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public int Field { get; private set; }

    /// <summary>Of the present field; 0 for one that is no varint.</summary>
    public ulong Number { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Value);

    public readonly string Hex => Convert.ToHexStringLower(Value);

    /// <summary>Goes to the next field.</summary>
    /// <exception cref="InvalidDataException">This is no protobuf.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = Varint();
        Field = (int)(tag >> 3);
        Value = [];
        Number = 0;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Value = Take(8);
                break;
            case 2:
                Value = Take((int)Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new InvalidDataException($"Wire type {tag & 7}.");
        }
        return true;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new InvalidDataException("The message ends too early.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
