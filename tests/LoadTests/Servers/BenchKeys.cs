using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OrleansChat.Accounts;

namespace OrleansChat.LoadTests.Servers;

/// <summary>The keys of the servers of a run, and the access tokens that they sign: with the key it needs no password to sign in.</summary>
internal sealed class BenchKeys
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public ChatKeys Keys { get; } = new(RandomNumberGenerator.GetBytes(ChatKeys.MinLength), RandomNumberGenerator.GetBytes(ChatKeys.MinLength));

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        [ChatKeys.SigningSetting] = Convert.ToBase64String(Keys.Signing),
        [ChatKeys.NamesSetting] = Convert.ToBase64String(Keys.Names),
    };

    /// <summary>A token as the server's own, but for its long life.</summary>
    public string Token(string userId, string sessionId)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var body = $"{Encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")}."
            + Encode($"{{\"iss\":\"orleanschat\",\"aud\":\"orleanschat\",\"iat\":{now},\"nbf\":{now},\"exp\":{now + (long)Lifetime.TotalSeconds},\"sub\":\"{userId}\",\"sid\":\"{sessionId}\"}}");
        return $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(Keys.Signing, Encoding.ASCII.GetBytes(body)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
