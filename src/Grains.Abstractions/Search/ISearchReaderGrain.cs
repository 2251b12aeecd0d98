using OrleansChat.Calls;
using OrleansChat.Conversations;

namespace OrleansChat.Search;

/// <summary>Search over messages, without state of its own. Any key serves.</summary>
[Alias("search-reader")]
public interface ISearchReaderGrain : IGrainWithStringKey
{
    /// <summary>
    /// Messages of the caller's conversations that match, the most relevant first, of equally relevant ones the newest. A
    /// conversation that the caller does not see answers <see cref="ErrorCode.NotFound"/>.
    /// </summary>
    [Idempotent]
    [Alias("Search")]
    Task<Outcome<Page<SearchHit>>> Search(string callerId, SearchRequest request);
}

/// <summary>What to look for.</summary>
/// <param name="Text">Words, "phrases", -exclusions, prefixes*; any text.</param>
/// <param name="ConversationId">Only there; null for all of the caller's.</param>
/// <param name="SenderId">Only this user's messages; null for everybody's.</param>
/// <param name="Before">Only messages sent before; null for no end.</param>
/// <param name="After">Only messages sent after; null for no beginning.</param>
/// <param name="Limit">1–200.</param>
/// <param name="Cursor">Of the page before, of the same request; or null.</param>
[GenerateSerializer, Immutable, Alias("search-request")]
public sealed record SearchRequest(
    [property: Id(0)] string Text,
    [property: Id(1)] string? ConversationId,
    [property: Id(2)] string? SenderId,
    [property: Id(3)] DateTimeOffset? Before,
    [property: Id(4)] DateTimeOffset? After,
    [property: Id(5)] int Limit,
    [property: Id(6)] string? Cursor);

/// <summary>A message that was found.</summary>
/// <param name="Snippet">About 160 characters of the text around the first hit, as HTML: the text is escaped, each hit is in a
/// <c>mark</c> element, and there are no other elements. An ellipsis stands where text was left out.</param>
/// <param name="Rank">0–1: how often and how near to each other the words are found.</param>
[GenerateSerializer, Immutable, Alias("search-hit")]
public sealed record SearchHit(
    [property: Id(0)] Message Message,
    [property: Id(1)] string Snippet,
    [property: Id(2)] double Rank);
