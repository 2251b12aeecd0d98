using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>Reads of the user directory; any key serves. No state: what it answers is committed.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class UserReaderGrain(UserDirectory directory, ReadSlots slots) : Grain, IUserReaderGrain
{
    public Task<Outcome<User>> Get(string callerId, string userId) => slots.Run<User>(async () =>
        await directory.Find(callerId, userId) is { } user ? user : Error.NotFound);

    public async Task<Outcome<Page<User>>> Search(string callerId, string query, int limit, string? cursor) =>
        SearchCursor.Parse(cursor) is { } after
            ? await slots.Run<Page<User>>(async () => await directory.Search(callerId, query, limit, after))
            : Error.Invalid("cursor", "This is no cursor of this list. Start again without one.");
}
