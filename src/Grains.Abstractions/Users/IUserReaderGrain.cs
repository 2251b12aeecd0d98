namespace OrleansChat.Users;

/// <summary>Reads of the user directory, without state of their own. Any key serves.</summary>
[Alias("user-reader")]
public interface IUserReaderGrain : IGrainWithStringKey
{
    /// <summary>
    /// People whose user name begins with the text, by user name, so the exact one comes first; then those of whom only the
    /// display name does, by display name.
    /// </summary>
    /// <param name="callerId">Left out of the answer.</param>
    /// <param name="query">1–64 characters, case ignored.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="cursor">Of the page before, or null.</param>
    [Alias("Search")]
    Task<Outcome<Page<User>>> Search(string callerId, string query, int limit, string? cursor);
}
