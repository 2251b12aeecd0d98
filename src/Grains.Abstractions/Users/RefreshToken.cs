using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace OrleansChat.Users;

/// <summary>
/// A refresh token: whose it is, in plain, so that a front-end can route it, and two secrets. The family lives as long as the
/// session and tells a used token from a made-up one; the secret is new with every refresh.
/// </summary>
/// <param name="Family"><see cref="FamilyLength"/> bytes.</param>
/// <param name="Secret"><see cref="SecretLength"/> bytes.</param>
public sealed record RefreshToken(string UserId, string SessionId, byte[] Family, byte[] Secret)
{
    public const int FamilyLength = 16;
    public const int SecretLength = 32;

    private const int MaxTextLength = 160;

    /// <summary>The four parts joined by dots: ids without their prefixes, secrets in base64url.</summary>
    public string ToText() =>
        $"{UserId[2..]}.{SessionId[2..]}.{Base64Url.EncodeToString(Family)}.{Base64Url.EncodeToString(Secret)}";

    /// <summary>Reads what <see cref="ToText"/> wrote; any other text is no token.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        if (text is null or { Length: > MaxTextLength } || text.Split('.') is not [var user, var session, var family, var secret])
            return false;
        var (userId, sessionId) = ("u." + user, "s." + session);
        if (!Ids.IsUser(userId)
            || !Ids.IsSession(sessionId)
            || Decode(family, FamilyLength) is not { } familyBytes
            || Decode(secret, SecretLength) is not { } secretBytes)
            return false;
        token = new(userId, sessionId, familyBytes, secretBytes);
        return true;
    }

    /// <summary>Without the secrets, so that no log can hold them.</summary>
    public override string ToString() => $"{nameof(RefreshToken)} {{ SessionId = {SessionId} }}";

    private static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[length];
        return text.Length == Base64Url.GetEncodedLength(length)
            && Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done
            && written == length
                ? bytes
                : null;
    }
}
