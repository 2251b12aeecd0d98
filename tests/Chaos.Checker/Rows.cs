using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansChat.Chaos.Checker;

/// <summary>A record that is written as a bare array of numbers: ten minutes hold a million of them.</summary>
public interface IRow<TSelf>
    where TSelf : IRow<TSelf>
{
    /// <summary>Its numbers, in the order of its parameters.</summary>
    IEnumerable<long> Numbers { get; }

    /// <exception cref="IndexOutOfRangeException">There are too few numbers.</exception>
    static abstract TSelf FromNumbers(ReadOnlySpan<long> numbers);
}

/// <summary>Reads and writes rows as arrays.</summary>
public sealed class RowConverter<T> : JsonConverter<T>
    where T : IRow<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"A {typeof(T).Name} is an array of numbers.");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
            numbers.Add(reader.GetInt64());
        try
        {
            return T.FromNumbers(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(numbers));
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new JsonException($"A {typeof(T).Name} of {numbers.Count} numbers is too short.");
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value.Numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
