using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace OrleansChat.Groups;

/// <summary>
/// Invite codes: the body of the group's id and a random secret in one URL-safe text, so that a code leads to its group without a
/// database. 46 characters, of which the last 20 are the secret: 100 bits.
/// </summary>
public static class InviteCode
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int GroupLength = 26;
    private const int SecretLength = 20;

    public static string New(string groupId) => groupId[2..] + RandomNumberGenerator.GetString(Alphabet, SecretLength);

    /// <returns>False when the text has not the form of a code.</returns>
    public static bool TryGetGroup([NotNullWhen(true)] string? code, [NotNullWhen(true)] out string? groupId)
    {
        groupId = code is { Length: GroupLength + SecretLength } && !code.AsSpan(GroupLength).ContainsAnyExcept(Alphabet)
            ? "g." + code[..GroupLength]
            : null;
        return Ids.IsGroup(groupId);
    }
}
