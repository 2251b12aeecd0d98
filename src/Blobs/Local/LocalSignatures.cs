using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansChat.Accounts;

namespace OrleansChat.Blobs.Local;

/// <summary>
/// Signs and checks links to the local store: HMAC-SHA-256 over method, key, expiry and the link's one further condition, with a
/// key made of the installation's signing key, so that every front-end knows the others' links.
/// </summary>
public sealed class LocalSignatures(ChatKeys keys, TimeProvider clock)
{
    private const int TextLength = 43; // of 32 bytes in base64url

    private readonly byte[] _key = HMACSHA256.HashData(keys.Signing, "links to blobs"u8);

    /// <param name="condition">What else the link fixes: the most bytes of an upload, the file name of a download.</param>
    /// <returns>The query, from <c>expires=</c> on.</returns>
    public string Query(string method, string key, DateTimeOffset expiresAt, string condition)
    {
        var expires = expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"expires={expires}&signature={Sign(method, key, expires, condition)}";
    }

    /// <summary>Whether the link was signed here and has not expired.</summary>
    public bool IsValid(string method, string key, string? expires, string condition, string? signature)
    {
        if (signature is not { Length: TextLength }
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;
        var expected = Encoding.ASCII.GetBytes(Sign(method, key, expires, condition));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature))
            && clock.GetUtcNow().ToUnixTimeSeconds() < seconds;
    }

    private string Sign(string method, string key, string expires, string condition) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{method}\n{key}\n{expires}\n{condition}")));
}
