using OrleansChat.Calls;

namespace OrleansChat.Contacts;

/// <summary>Reads of contacts, without state of their own. Any key serves.</summary>
[Alias("contact-reader")]
public interface IContactReaderGrain : IGrainWithStringKey
{
    /// <summary>The caller's contacts, requests and blocks, newest first.</summary>
    /// <param name="limit">1–200.</param>
    /// <param name="cursor">Of the page before, or null.</param>
    [Idempotent]
    [ResponseTimeout(CallTimes.Attempt)]
    [Alias("List")]
    Task<Outcome<Page<Contact>>> List(string callerId, int limit, string? cursor);

    /// <summary>People to whom the caller has no relation yet, by the number of mutual contacts.</summary>
    /// <param name="limit">1–200.</param>
    /// <param name="cursor">Of the page before, or null.</param>
    [Idempotent]
    [Alias("Suggest")]
    Task<Outcome<Page<Suggestion>>> Suggest(string callerId, int limit, string? cursor);
}
