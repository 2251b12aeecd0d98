using System.Buffers.Text;
using System.Text.Json;

namespace OrleansChat.LoadTests.Load;

/// <summary>
/// What the generator needs of a record of SignalR's JSON protocol. ASP.NET Core writes the type first and an answer's id second, so
/// looking at fixed places does; anything else is read as JSON.
/// </summary>
internal static class HubRecord
{
    public const int Invocation = 1, Completion = 3, Ping = 6, Close = 7;

    private const int TypeAt = 8;

    private static ReadOnlySpan<byte> Start => "{\"type\":"u8;

    private static ReadOnlySpan<byte> Answer => "{\"type\":3,\"invocationId\":\""u8;

    private static ReadOnlySpan<byte> Error => "\",\"error\":"u8;

    public static int KindOf(ReadOnlySpan<byte> record) =>
        record.StartsWith(Start) && record.Length > TypeAt + 1 && record[TypeAt + 1] is (byte)',' or (byte)'}'
            ? record[TypeAt] - '0'
            : Property(record, "type").GetInt32();

    /// <summary>Of a completion: the invocation that it answers, and whether it is a refusal.</summary>
    public static (int Id, bool IsError) AnswerOf(ReadOnlySpan<byte> record)
    {
        if (record.StartsWith(Answer)
            && Utf8Parser.TryParse(record[Answer.Length..], out int id, out var length)
            && record[Answer.Length + length] == '"')
            return (id, record[(Answer.Length + length)..].StartsWith(Error));
        return (int.Parse(Property(record, "invocationId").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            Property(record, "error").ValueKind != JsonValueKind.Undefined);
    }

    /// <summary>Undefined when it is not there.</summary>
    private static JsonElement Property(ReadOnlySpan<byte> record, string name)
    {
        var reader = new Utf8JsonReader(record);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty(name, out var value) ? value.Clone() : default;
    }
}
