using System.Globalization;

namespace OrleansChat.Calls;

/// <summary>Which attempt of which call a request is; it travels with the request.</summary>
/// <param name="Number">From 0.</param>
internal readonly record struct CallAttempt(Guid Call, int Number)
{
    private const string Key = "chat.attempt";

    /// <returns>That of the request that is being carried out; null when it has none.</returns>
    public static CallAttempt? Current()
    {
        if (RequestContext.Get(Key) is not string text)
            return null;
        var parts = text.Split('.');
        return new(Guid.ParseExact(parts[0], "N"), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>To the requests that the present method makes.</summary>
    public void Attach() => RequestContext.Set(Key, string.Create(CultureInfo.InvariantCulture, $"{Call:N}.{Number}"));
}
