using OrleansChat.Calls;

namespace OrleansChat.Users;

/// <summary>Reads of the user directory, without state of their own. Any key serves.</summary>
[Alias("user-reader")]
public interface IUserReaderGrain : IGrainWithStringKey
{
    /// <summary>A profile as the caller may see it; <see cref="ErrorCode.NotFound"/> when there is no such user.</summary>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Get")]
    Task<Outcome<User>> Get(string callerId, string userId);

    /// <summary>
    /// People whose user name begins with the text, by user name, so the exact one comes first; then those of whom only the
    /// display name does, by display name; then those who have words in their names that look like the text, the likest first.
    /// </summary>
    /// <param name="callerId">Left out of the answer.</param>
    /// <param name="query">1–64 characters, case ignored.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="cursor">Of the page before, or null.</param>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("Search")]
    Task<Outcome<Page<User>>> Search(string callerId, string query, int limit, string? cursor);
}
