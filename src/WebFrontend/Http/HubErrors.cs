using Microsoft.AspNetCore.SignalR;

namespace OrleansChat.WebFrontend.Http;

/// <summary>Errors as hub methods tell them: <c>code: human sentence</c>.</summary>
internal static class HubErrors
{
    public static HubException ToHubException(this Error error) => new($"{error.Code.WireCode()}: {error.Detail}");

    /// <summary>The value of an outcome.</summary>
    /// <exception cref="HubException">It is a failure.</exception>
    public static T OrThrow<T>(this Outcome<T> outcome) =>
        outcome.Error is { } error ? throw error.ToHubException() : outcome.Required;

    /// <exception cref="HubException">The outcome is a failure.</exception>
    public static void OrThrow(this Outcome outcome)
    {
        if (outcome.Error is { } error)
            throw error.ToHubException();
    }
}
