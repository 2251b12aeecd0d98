namespace OrleansChat.Accounts;

/// <summary>The secrets of one installation, the same on all its nodes.</summary>
/// <param name="Signing">Signs access tokens; may be replaced, which ends every access token at once.</param>
/// <param name="Names">Keys the hashes of names (<see cref="AccountKey"/>); belongs to the database for ever.</param>
public sealed record ChatKeys(byte[] Signing, byte[] Names)
{
    /// <summary>The configuration key of <see cref="Signing"/>.</summary>
    public const string SigningSetting = "Chat:Keys:Signing";

    /// <summary>The configuration key of <see cref="Names"/>.</summary>
    public const string NamesSetting = "Chat:Keys:Names";

    /// <summary>Bytes; HMAC-SHA-256 gains nothing from fewer than its own size.</summary>
    public const int MinLength = 32;

    /// <summary>Reads both keys.</summary>
    /// <param name="setting">Answers the value of a configuration key, or null.</param>
    /// <exception cref="InvalidOperationException">A key is missing or no key; the message names it.</exception>
    public static ChatKeys Read(Func<string, string?> setting) =>
        new(Parse(SigningSetting, setting(SigningSetting)), Parse(NamesSetting, setting(NamesSetting)));

    /// <summary>Reads one key.</summary>
    /// <param name="name">What the message calls it.</param>
    /// <param name="base64">At least <see cref="MinLength"/> bytes.</param>
    /// <exception cref="InvalidOperationException">It is missing or no key.</exception>
    public static byte[] Parse(string name, string? base64)
    {
        const string howTo = "Give at least 32 random bytes in base64, for example those of: openssl rand -base64 32";
        if (string.IsNullOrWhiteSpace(base64))
            throw new InvalidOperationException($"{name} is not set. {howTo}");
        var key = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, key, out var length))
            throw new InvalidOperationException($"{name} is not base64. {howTo}");
        if (length < MinLength)
            throw new InvalidOperationException($"{name} has only {length} bytes. {howTo}");
        return key[..length];
    }

    /// <summary>Without the secrets, so that no log can hold them.</summary>
    public override string ToString() => nameof(ChatKeys);
}
