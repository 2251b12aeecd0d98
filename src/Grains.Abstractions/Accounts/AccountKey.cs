using System.Security.Cryptography;
using System.Text;

namespace OrleansChat.Accounts;

/// <summary>Makes the key of an <see cref="IAccountGrain"/> from a user name: HMAC-SHA-256, 128 bits of it, in hexadecimal.</summary>
/// <remarks>The secret belongs to the database for ever: with another one every name would be unknown.</remarks>
public sealed class AccountKey(byte[] secret)
{
    /// <param name="username">3–32 of letters, digits, <c>_ . -</c>; case does not matter.</param>
    public string For(string username)
    {
        var hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(username.ToLowerInvariant()));
        return "@" + Convert.ToHexStringLower(hash, 0, 16);
    }

    /// <summary>Recognises the secret without telling it; the database remembers this.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(HMACSHA256.HashData(secret, "fingerprint"u8), 0, 8);
}
