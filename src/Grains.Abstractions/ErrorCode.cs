namespace OrleansChat;

/// <summary>
/// Why a command was refused. The closed list of the public contract: each value has one wire code and one HTTP status,
/// mapped in the front-end; an unmapped value breaks the build.
/// </summary>
public enum ErrorCode
{
    /// <summary>The input breaks a rule; the message names the field.</summary>
    ValidationFailed = 1,

    /// <summary>No valid token or session.</summary>
    Unauthenticated = 2,

    /// <summary>The caller sees the thing but lacks the role, or is blocked.</summary>
    Forbidden = 3,

    /// <summary>It does not exist, or the caller may not know that it does.</summary>
    NotFound = 4,

    /// <summary>It contradicts the present state.</summary>
    Conflict = 5,

    /// <summary>Somebody has that name.</summary>
    UsernameTaken = 6,

    /// <summary>It existed and has ended (an expired invite).</summary>
    Gone = 7,

    /// <summary>The request or a part of it is over its size.</summary>
    TooLarge = 8,

    /// <summary>That kind of content is not accepted.</summary>
    UnsupportedMediaType = 9,

    /// <summary>Too many attempts; try again after the given time.</summary>
    RateLimited = 10,

    /// <summary>Nothing is known to have been done; try again with the same ids.</summary>
    Unavailable = 11,
}
