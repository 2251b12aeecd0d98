namespace OrleansChat;

/// <summary>An expected failure: a value, never thrown.</summary>
/// <param name="Code">One of the closed list.</param>
/// <param name="Detail">A sentence for people that says what to do next.</param>
/// <param name="Field">The input field that broke a rule (camelCase, as in the contract), for <see cref="ErrorCode.ValidationFailed"/>.</param>
/// <param name="RetryAfter">When to try again, for <see cref="ErrorCode.RateLimited"/> and <see cref="ErrorCode.Unavailable"/>.</param>
[GenerateSerializer, Immutable, Alias("error")]
public sealed record Error(
    [property: Id(0)] ErrorCode Code,
    [property: Id(1)] string Detail,
    [property: Id(2)] string? Field = null,
    [property: Id(3)] TimeSpan? RetryAfter = null)
{
    /// <summary>The one answer for what does not exist and what the caller may not see.</summary>
    public static readonly Error NotFound = new(ErrorCode.NotFound, "There is no such thing, or you have no access to it.");

    /// <summary>The caller's session has ended.</summary>
    public static readonly Error SessionEnded = new(ErrorCode.Unauthenticated, "This session has ended. Sign in again.");

    public static Error Invalid(string field, string detail) => new(ErrorCode.ValidationFailed, detail, field);

    public static Error Forbidden(string detail) => new(ErrorCode.Forbidden, detail);

    public static Error Unavailable(string detail, TimeSpan retryAfter) => new(ErrorCode.Unavailable, detail, null, retryAfter);
}

/// <summary>The result of a command that has nothing to say but whether it was done.</summary>
[GenerateSerializer, Immutable, Alias("outcome")]
public sealed record Outcome([property: Id(0)] Error? Error)
{
    public static readonly Outcome Done = new((Error?)null);

    public static implicit operator Outcome(Error error) => new(error);
}

/// <summary>A value or the reason why there is none; exactly one of the two is set.</summary>
[GenerateSerializer, Immutable, Alias("outcome`1")]
public sealed record Outcome<T>([property: Id(0)] T? Value, [property: Id(1)] Error? Error)
{
    /// <summary>The value of an outcome known to be a success.</summary>
    /// <exception cref="InvalidOperationException">It is a failure.</exception>
    public T Required => Error is null ? Value! : throw new InvalidOperationException($"{Error.Code}: {Error.Detail}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Error error) => new(default, error);
}
