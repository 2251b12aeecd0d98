using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansChat.WebFrontend.Http;

/// <summary>What the caller is told when a request ends in an exception: never its text nor its stack.</summary>
internal static partial class Faults
{
    /// <summary>Whether the request is to blame, and not the server.</summary>
    public static bool IsOfRequest(Exception exception) => exception is BadHttpRequestException;

    public static Error ToError(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.TooLarge,
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problems.UnsupportedMediaType,
        BadHttpRequestException { InnerException: JsonException json } => Malformed(json),
        BadHttpRequestException bad => Unreadable(bad),
        _ => Problems.Unavailable,
    };

    private static Error Malformed(JsonException exception)
    {
        // "$" alone: the text as a whole is no JSON, or is JSON but no object.
        if (exception.Path is not { Length: > 2 } path || !path.StartsWith("$.", StringComparison.Ordinal))
            return new(ErrorCode.ValidationFailed, "The body is not the JSON object that is expected here.");
        var field = path[2..];
        return Error.Invalid(field, $"The value of {field} is malformed or of the wrong type.");
    }

    private static Error Unreadable(BadHttpRequestException exception)
    {
        // The framework tells only in its text which parameter of the route or query it could not read.
        var parameter = UnboundParameter().Match(exception.Message);
        return parameter.Success
            ? Error.Invalid(parameter.Groups[1].Value, $"The value of {parameter.Groups[1].Value} is missing or of the wrong type.")
            : new(ErrorCode.ValidationFailed, "The request cannot be read, or its JSON body is missing.");
    }

    [GeneratedRegex("""^Failed to bind parameter "\S+ (\w+)" from """)]
    private static partial Regex UnboundParameter();
}
