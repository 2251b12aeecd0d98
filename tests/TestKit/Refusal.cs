using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;

namespace OrleansChat.TestKit;

/// <summary>The server refused, with a code of the contract's closed list; REST and hub alike.</summary>
public sealed partial class Refusal(string code, HttpStatusCode? status, string text) : Exception(text)
{
    private static readonly Dictionary<string, HttpStatusCode> Statuses = new()
    {
        ["validation_failed"] = HttpStatusCode.BadRequest,
        ["unauthenticated"] = HttpStatusCode.Unauthorized,
        ["forbidden"] = HttpStatusCode.Forbidden,
        ["not_found"] = HttpStatusCode.NotFound,
        ["conflict"] = HttpStatusCode.Conflict,
        ["username_taken"] = HttpStatusCode.Conflict,
        ["gone"] = HttpStatusCode.Gone,
        ["too_large"] = HttpStatusCode.RequestEntityTooLarge,
        ["unsupported_media_type"] = HttpStatusCode.UnsupportedMediaType,
        ["rate_limited"] = HttpStatusCode.TooManyRequests,
        ["unavailable"] = HttpStatusCode.ServiceUnavailable,
    };

    public string Code { get; } = code;

    /// <summary>Null when a hub method was refused.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Reads a refusal and checks its form: problem+json, a known code with its status, no trace of the inside.</summary>
    /// <exception cref="InvalidDataException">It is not of the contract's form.</exception>
    public static Refusal Read(HttpResponseMessage response, string body)
    {
        var found = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {body}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            throw new InvalidDataException($"No problem+json. {found}");
        var problem = JsonDocument.Parse(body).RootElement;
        var code = problem.GetProperty("code").GetString()!;
        if (!Statuses.TryGetValue(code, out var status) || problem.GetProperty("status").GetInt32() != (int)response.StatusCode)
            throw new InvalidDataException($"Not of the closed list. {found}");
        // 405 has no code of its own.
        if (status != response.StatusCode && response.StatusCode != HttpStatusCode.MethodNotAllowed)
            throw new InvalidDataException($"The code does not have that status. {found}");
        if (code is "rate_limited" or "unavailable" && response.Headers.RetryAfter is null)
            throw new InvalidDataException($"No Retry-After. {found}");
        if (LooksLikeInside().IsMatch(body))
            throw new InvalidDataException($"It tells of the inside. {found}");
        return new Refusal(code, response.StatusCode, found);
    }

    /// <inheritdoc cref="Read(HttpResponseMessage,string)"/>
    public static Refusal Read(HubException exception)
    {
        var match = HubText().Match(exception.Message);
        if (!match.Success || !Statuses.ContainsKey(match.Groups["code"].Value) || LooksLikeInside().IsMatch(exception.Message))
            throw new InvalidDataException($"The hub's error is not \"code: sentence\": {exception.Message}", exception);
        return new Refusal(match.Groups["code"].Value, null, exception.Message);
    }

    // SignalR puts a sentence of its own before the exception's text.
    [GeneratedRegex("""(^|HubException: )(?<code>[a-z_]+): .+\.$""")]
    private static partial Regex HubText();

    [GeneratedRegex("""(\n|\\n)\s+at |\bSystem\.|\bNpgsql|\bOrleans\.|Exception:(?<!HubException:)""")]
    private static partial Regex LooksLikeInside();
}
