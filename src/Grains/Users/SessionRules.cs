using System.Security.Cryptography;
using System.Text;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>What a refresh token that was brought is worth.</summary>
internal enum RefreshVerdict
{
    /// <summary>It was the current one; there is a next one now.</summary>
    Rotated,

    /// <summary>It is the last refresh once more; its answer is given again and nothing changes.</summary>
    Repeated,

    /// <summary>It was used before: there are two holders, and one is a thief. The session must end.</summary>
    Reused,

    /// <summary>It never was a token of this session.</summary>
    Foreign,
}

/// <param name="Session">As it is now.</param>
/// <param name="Next">The token to hand out; null when the verdict refuses.</param>
internal sealed record RefreshResult(RefreshVerdict Verdict, Session Session, RefreshToken? Next);

/// <summary>
/// Starting and refreshing sessions: refresh token rotation with detection of reuse (RFC 9700, section 4.14.2). The next secret
/// is made of the old one, so that a repeated refresh can be answered alike while only hashes are stored.
/// </summary>
internal static class SessionRules
{
    /// <summary>Per user; beyond it the oldest ends.</summary>
    public const int MaxSessions = 50;

    /// <summary>UTF-16 units.</summary>
    public const int MaxUserAgentLength = 200;

    /// <summary>From the last refresh.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>How long a refresh can be repeated.</summary>
    public static readonly TimeSpan RepeatWindow = TimeSpan.FromSeconds(60);

    public static (Session Session, RefreshToken Token) Start(string userId, string? userAgent, DateTimeOffset now)
    {
        var token = new RefreshToken(
            userId,
            Ids.NewSession(),
            RandomNumberGenerator.GetBytes(RefreshToken.FamilyLength),
            RandomNumberGenerator.GetBytes(RefreshToken.SecretLength));
        var session = new Session(
            token.SessionId,
            SHA256.HashData(token.Family),
            SHA256.HashData(token.Secret),
            PreviousHash: null,
            PreviousRequestId: null,
            RandomNumberGenerator.GetBytes(RefreshToken.SecretLength),
            now,
            now,
            now + Lifetime,
            Printable(userAgent));
        return (session, token);
    }

    /// <param name="session">Not expired.</param>
    /// <param name="requestId">The client's name for this refresh; without one it cannot be repeated.</param>
    public static RefreshResult Refresh(Session session, RefreshToken token, string? requestId, DateTimeOffset now)
    {
        if (!IsHashOf(session.FamilyHash, token.Family))
            return new(RefreshVerdict.Foreign, session, null);

        if (IsHashOf(session.CurrentHash, token.Secret))
        {
            var next = Next(session, token, requestId);
            var rotated = session with
            {
                CurrentHash = SHA256.HashData(next.Secret),
                PreviousHash = session.CurrentHash,
                PreviousRequestId = requestId,
                RotatedAt = now,
                ExpiresAt = now + Lifetime,
            };
            return new(RefreshVerdict.Rotated, rotated, next);
        }

        var repeats = session.PreviousHash is { } previous
            && IsHashOf(previous, token.Secret)
            && requestId is not null
            && requestId == session.PreviousRequestId
            && now <= session.RotatedAt + RepeatWindow;
        return repeats
            ? new(RefreshVerdict.Repeated, session, Next(session, token, requestId))
            : new(RefreshVerdict.Reused, session, null);
    }

    private static RefreshToken Next(Session session, RefreshToken token, string? requestId)
    {
        byte[] seed = [.. token.Secret, .. Encoding.UTF8.GetBytes(requestId ?? "")];
        return token with { Secret = HMACSHA256.HashData(session.Salt, seed) };
    }

    private static bool IsHashOf(byte[] hash, byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(secret));

    private static string? Printable(string? userAgent)
    {
        if (userAgent is null)
            return null;
        var text = string.Concat(userAgent.Where(character => !char.IsControl(character) && !char.IsSurrogate(character))).Trim();
        return text.Length == 0 ? null : text[..Math.Min(text.Length, MaxUserAgentLength)];
    }
}
