using OrleansChat.Contacts;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Contacts;

/// <summary>Reads of contacts on any silo, without state; how many use the database at once is bounded.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class ContactReaderGrain(ContactStore contacts, SuggestionStore suggestions, ReadSlots slots)
    : Grain, IContactReaderGrain
{
    public Task<Outcome<Page<Contact>>> List(string callerId, int limit, string? cursor) =>
        slots.Run(() => contacts.List(callerId, limit, cursor));

    public Task<Outcome<Page<Suggestion>>> Suggest(string callerId, int limit, string? cursor) =>
        slots.Run(() => suggestions.Suggest(callerId, limit, cursor));
}
