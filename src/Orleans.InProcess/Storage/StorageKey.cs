using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace OrleansChat.InProcess.Storage;

/// <summary>
/// Where Orleans' ADO.NET storage keeps a state: the grain's string key and the state's name, each with a hash. Guid and
/// integer keys are stored in other columns, and Orleans takes a string for one if it looks like one.
/// </summary>
internal readonly record struct StorageKey
{
    /// <exception cref="ArgumentException">Orleans' storage would read the key as a guid or an integer.</exception>
    public StorageKey(string key, string stateName)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        if (IsGuid(bytes) || IsInteger(bytes))
            throw new ArgumentException(
                $"The key '{key}' of a grain with persistent state looks like a guid or a hexadecimal number, as which it would be "
                + "stored, so that several keys could share a row. Begin it with a letter outside a-f and a dot.", nameof(key));

        Key = key;
        StateName = stateName;
        Array.Reverse(bytes);
        KeyHash = Hash(bytes);
        StateNameHash = Hash(Encoding.UTF8.GetBytes(stateName));
    }

    public string Key { get; }

    public string StateName { get; }

    public int KeyHash { get; }

    public int StateNameHash { get; }

    /// <summary>Orleans' stable hash: the bytes of xxHash32 in canonical (big-endian) order, read as little-endian.</summary>
    private static int Hash(ReadOnlySpan<byte> bytes) => (int)BinaryPrimitives.ReverseEndianness(XxHash32.Hash(bytes));

    private static bool IsGuid(ReadOnlySpan<byte> key) =>
        (key.Length == 32 || (key.Length > 32 && key[32] == '+'))
        && Utf8Parser.TryParse(key[..32], out Guid _, out var consumed, 'N') && consumed == 32;

    private static bool IsInteger(ReadOnlySpan<byte> key)
    {
        var extension = key.IndexOf((byte)'+');
        var number = extension < 0 ? key : key[..extension];
        return Utf8Parser.TryParse(number, out long _, out var consumed, 'X') && consumed == number.Length;
    }
}
