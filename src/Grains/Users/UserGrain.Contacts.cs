using OrleansChat.Contacts;
using OrleansChat.FrontEnds;
using OrleansChat.Users;

namespace OrleansChat.Grains.Users;

/// <summary>The user's half of contacts, and whose presence the user may see.</summary>
internal sealed partial class UserGrain
{
    // Front-ends compare it with the one they know; it starts anywhere, so that another activation's is another one.
    private long _watchesVersion = Random.Shared.NextInt64(1L << 40);

    // Read along with the groups, for the front-end whose first Connect brought them: it asks next.
    private UserWatches? _watchesRead;

    public async Task<Contact?> SetContact(string otherId, ContactHalf half, ContactHalf? intent, long step)
    {
        // What was begun must end, but an erased user gets no contacts any more.
        if (user.State.IsErased)
            half = half with { Status = ContactStatus.Removed, BlockedByOther = false };
        else if (_profile is null)
            throw new InvalidOperationException($"There is no user {UserId}; ask for the profile before making a contact.");
        if (await contacts.Write(UserId, otherId, half, intent, step) is not { } before)
            return null;
        var contact = await contacts.Find(UserId, otherId);
        await RefreshWatches();
        // Not when only the other has blocked: nobody is told of that.
        if (before != half.Status)
            await Push(new(UserId, new ContactChanged(contact)));
        return contact;
    }

    public Task ClearContactIntent(string otherId, long step) => contacts.ClearIntent(UserId, otherId, step);

    public async Task<UserWatches> GetWatches()
    {
        var read = _watchesRead;
        _watchesRead = null;
        var version = _watchesVersion; // before the read: what changes meanwhile has another one
        return read?.Version == version ? read : new UserWatches(version, await contacts.ReadWatches(UserId));
    }

    public Task RefreshWatches()
    {
        _watchesVersion++;
        return Push(new(UserId, new WatchesChanged()));
    }
}
