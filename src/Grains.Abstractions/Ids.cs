using System.Diagnostics.CodeAnalysis;

namespace OrleansChat;

/// <summary>
/// Ids are grain keys. The prefix names the kind, so that any id is routed without a database:
/// <c>u.</c> user, <c>d.</c> direct conversation, <c>g.</c> group, <c>s.</c> session, <c>i.</c> image, <c>x.</c> erasure,
/// <c>r.</c> relation of two users.
/// The body is 26 characters of lower-case Crockford base 32: 128 bits, those of a version-7 GUID for new ids,
/// which keeps neighbours in time neighbours in an index.
/// </summary>
/// <remarks>A prefix is a letter beyond f and a dot, or d and a dot: never hexadecimal throughout,
/// because ADO.NET grain storage reads hexadecimal keys as numbers.</remarks>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int BodyLength = 26;

    public static string NewUser() => "u." + NewBody();

    public static string NewGroup() => "g." + NewBody();

    public static string NewSession() => "s." + NewBody();

    public static string NewImage() => "i." + NewBody();

    public static bool IsUser([NotNullWhen(true)] string? id) => IsSingle(id, 'u');

    public static bool IsGroup([NotNullWhen(true)] string? id) => IsSingle(id, 'g');

    public static bool IsSession([NotNullWhen(true)] string? id) => IsSingle(id, 's');

    public static bool IsImage([NotNullWhen(true)] string? id) => IsSingle(id, 'i');

    public static bool IsDirect([NotNullWhen(true)] string? id) =>
        id is { Length: (2 * BodyLength) + 3 }
        && id.StartsWith("d.", StringComparison.Ordinal)
        && id[BodyLength + 2] == '.'
        && IsBody(id.AsSpan(2, BodyLength))
        && IsBody(id.AsSpan(BodyLength + 3))
        && string.CompareOrdinal(id, 2, id, BodyLength + 3, BodyLength) < 0;

    public static bool IsConversation([NotNullWhen(true)] string? id) => IsDirect(id) || IsGroup(id);

    /// <summary>The one direct conversation of two users, whichever of them asks.</summary>
    public static string Direct(string userA, string userB)
    {
        var (first, second) = string.CompareOrdinal(userA, userB) < 0 ? (userA, userB) : (userB, userA);
        return $"d.{first[2..]}.{second[2..]}";
    }

    /// <summary>Both users of a direct conversation.</summary>
    public static (string First, string Second) Participants(string directId) =>
        ("u." + directId.Substring(2, BodyLength), "u." + directId[(BodyLength + 3)..]);

    /// <summary>The other user of a direct conversation; null when the caller is none of the two.</summary>
    public static string? Peer(string directId, string userId)
    {
        var (first, second) = Participants(directId);
        return userId == first ? second : userId == second ? first : null;
    }

    /// <summary>The key of a user's erasure.</summary>
    public static string Erasure(string userId) => "x." + userId[2..];

    public static string UserOfErasure(string erasureId) => "u." + erasureId[2..];

    /// <summary>The one relation of two users, whichever of them asks: <c>r.</c> and both bodies.</summary>
    public static string Relation(string userA, string userB) => "r." + Direct(userA, userB)[2..];

    private static bool IsSingle([NotNullWhen(true)] string? id, char prefix) =>
        id is { Length: BodyLength + 2 } && id[0] == prefix && id[1] == '.' && IsBody(id.AsSpan(2));

    private static bool IsBody(ReadOnlySpan<char> body) => !body.ContainsAnyExcept(Alphabet);

    private static string NewBody() => string.Create(BodyLength, Guid.CreateVersion7(), static (text, id) =>
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        for (var i = text.Length - 1; i >= 0; i--, bits >>= 5)
            text[i] = Alphabet[(int)(bits & 31)];
    });
}
