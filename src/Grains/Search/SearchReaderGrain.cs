using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Search;

namespace OrleansChat.Grains.Search;

/// <summary>Searches on any silo, without state; how many use the database at once is bounded by <see cref="ReadSlots"/>.</summary>
[StatelessWorker(4), Reentrant]
internal sealed class SearchReaderGrain(SearchStore search, HistoryStore history, ReadSlots slots) : Grain, ISearchReaderGrain
{
    public Task<Outcome<Page<SearchHit>>> Search(string callerId, SearchRequest request) => slots.Run<Page<SearchHit>>(async () =>
    {
        var position = request.Cursor is null ? SearchPosition.Start : SearchPosition.Parse(request.Cursor);
        if (position is null)
            return PageCursor.Invalid;
        if (request.ConversationId is { } id && await history.LastVisibleSeq(callerId, id) is null)
            return Error.NotFound;
        var query = SearchQuery.Parse(request.Text);
        return query.FindsNothing ? new Page<SearchHit>([], null) : await search.Search(callerId, query, request, position);
    });
}
