using System.Text.Json;

namespace OrleansChat.WebFrontend.Users;

/// <summary>Writes the properties of a large JSON object, flushing as it goes.</summary>
internal sealed class ExportDocument(Utf8JsonWriter writer, JsonSerializerOptions json, CancellationToken cancellation)
{
    /// <summary>Bytes that may wait for a slow reader.</summary>
    private const int MaxPending = 64 * 1024;

    public void Write<T>(string name, T value)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, json);
    }

    public async Task WriteAll<T>(string name, IAsyncEnumerable<T> items)
    {
        writer.WriteStartArray(name);
        await foreach (var item in items.WithCancellation(cancellation))
        {
            JsonSerializer.Serialize(writer, item, json);
            if (writer.BytesPending > MaxPending)
                await Flush();
        }
        writer.WriteEndArray();
        await Flush();
    }

    public Task Flush() => writer.FlushAsync(cancellation);
}
