using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace OrleansChat.Grains.Accounts;

/// <summary>
/// A device that signed in before; it holds a secret of which this is the hash. The name's lock does not hold it up, so that a
/// stranger's guesses lock out no owner, but it has only so many guesses of its own.
/// </summary>
/// <param name="WrongGuesses">In a row; the device is forgotten at <see cref="WrongGuesses.Free"/>.</param>
internal sealed record KnownDevice(byte[] TokenHash, DateTimeOffset CreatedAt, int WrongGuesses)
{
    /// <summary>Per account; beyond it the oldest is forgotten.</summary>
    public const int Max = 10;

    private const int TokenLength = 32;

    public static (KnownDevice Device, string Token) Create(DateTimeOffset now)
    {
        var token = RandomNumberGenerator.GetBytes(TokenLength);
        return (new(SHA256.HashData(token), now, 0), Base64Url.EncodeToString(token));
    }

    /// <summary>The device that holds the token; null when there is none, or no token.</summary>
    public static KnownDevice? Find(IEnumerable<KnownDevice> devices, string? token)
    {
        var bytes = new byte[TokenLength];
        if (token?.Length != Base64Url.GetEncodedLength(TokenLength)
            || Base64Url.DecodeFromChars(token, bytes, out _, out _) != OperationStatus.Done)
            return null;
        var hash = SHA256.HashData(bytes);
        return devices.FirstOrDefault(device => CryptographicOperations.FixedTimeEquals(device.TokenHash, hash));
    }
}
