namespace OrleansChat.WebFrontend.Http;

/// <summary>How each <see cref="ErrorCode"/> looks on the wire. A value that is missing here breaks the build.</summary>
internal static class Problems
{
    public static int Status(this ErrorCode code) => Of(code).Status;

    public static string WireCode(this ErrorCode code) => Of(code).Code;

    private static (int Status, string Code) Of(ErrorCode code) => code switch
    {
        ErrorCode.ValidationFailed => (StatusCodes.Status400BadRequest, "validation_failed"),
        ErrorCode.Unauthenticated => (StatusCodes.Status401Unauthorized, "unauthenticated"),
        ErrorCode.Forbidden => (StatusCodes.Status403Forbidden, "forbidden"),
        ErrorCode.NotFound => (StatusCodes.Status404NotFound, "not_found"),
        ErrorCode.Conflict => (StatusCodes.Status409Conflict, "conflict"),
        ErrorCode.UsernameTaken => (StatusCodes.Status409Conflict, "username_taken"),
        ErrorCode.Gone => (StatusCodes.Status410Gone, "gone"),
        ErrorCode.TooLarge => (StatusCodes.Status413PayloadTooLarge, "too_large"),
        ErrorCode.UnsupportedMediaType => (StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type"),
        ErrorCode.RateLimited => (StatusCodes.Status429TooManyRequests, "rate_limited"),
        ErrorCode.Unavailable => (StatusCodes.Status503ServiceUnavailable, "unavailable"),
    };

    /// <summary>The error behind a bare status that the framework set: no route, no token, no such media type.</summary>
    public static Error ForStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new(ErrorCode.Unauthenticated,
            "The access token is missing, expired or no longer valid. Refresh it or sign in again."),
        StatusCodes.Status403Forbidden => Error.Forbidden("You may not do this."),
        StatusCodes.Status404NotFound => Error.NotFound,
        StatusCodes.Status405MethodNotAllowed => new(ErrorCode.ValidationFailed, "This address does not answer that HTTP method."),
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => new(ErrorCode.RateLimited, "Too many requests. Wait a moment."),
        >= 500 => Unavailable,
        _ => new(ErrorCode.ValidationFailed, "The request cannot be understood."),
    };

    public static readonly Error TooLarge =
        new(ErrorCode.TooLarge, $"A request has at most {RequestBodyLimit.MaxBytes / 1024} KB.");

    public static readonly Error UnsupportedMediaType =
        new(ErrorCode.UnsupportedMediaType, "Send JSON, with the header Content-Type: application/json.");

    public static readonly Error Unavailable =
        Error.Unavailable("The server cannot answer now. Try again in a moment.", TimeSpan.FromSeconds(2));
}
