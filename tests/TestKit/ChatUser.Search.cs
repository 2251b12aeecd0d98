using OrleansChat.Search;

namespace OrleansChat.TestKit;

/// <summary>Search over messages.</summary>
public sealed partial class ChatUser
{
    /// <summary>One page of search.</summary>
    /// <param name="filter">More of the query string, as <c>conversationId=…&amp;limit=…</c>.</param>
    public Task<Page<SearchHit>> Search(string text, string filter = "", string? cursor = null) =>
        Call<Page<SearchHit>>(HttpMethod.Get, $"search{Query(("q", text), ("cursor", cursor))}&{filter}");

    /// <summary>Searches until the answer is as expected: the index follows the log at a distance.</summary>
    public async Task<ImmutableArray<SearchHit>> SearchUntil(
        Func<ImmutableArray<SearchHit>, bool> isExpected, string text, string filter = "")
    {
        for (var end = DateTime.UtcNow + Patience.Limit; ;)
        {
            var found = (await Search(text, filter)).Items;
            if (isExpected(found))
                return found;
            if (DateTime.UtcNow > end)
                throw new TimeoutException($"A search for {text} still finds {string.Join(", ", found.Select(hit => hit.Snippet))}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}
