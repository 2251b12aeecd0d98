using OrleansChat.WebFrontend.Edge;

namespace OrleansChat.WebFrontend.Limits;

/// <param name="Off">For load tests: nothing is limited.</param>
internal sealed record RateLimitOptions(bool Off)
{
    /// <summary>An environment variable, or a key of the configuration.</summary>
    public const string Setting = "CHAT_RATE_LIMITS";

    /// <exception cref="InvalidOperationException">The setting is wrong, or off where others could use it; the message names it.</exception>
    public static RateLimitOptions Read(IConfiguration configuration)
    {
        var off = configuration[Setting] switch
        {
            null or "" or "on" => false,
            "off" => true,
            _ => throw new InvalidOperationException($"{Setting} is \"on\" or \"off\", and without it on."),
        };
        if (off && ListeningAddresses.Read(configuration).FirstOrDefault(address => !ListeningAddresses.IsLoopback(address)) is { } open)
            throw new InvalidOperationException(
                $"{Setting}=off is for load tests on this machine alone, but the server is to listen on {open}. "
                + $"Remove {Setting}, or listen on 127.0.0.1.");
        return new(off);
    }
}
