using OrleansChat.Contacts;
using OrleansChat.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Contacts;

/// <summary>
/// The relation of two users; the key is made of both ids. Stores nothing itself: the halves are rows that the two users' grains
/// write, and are read on activation.
/// </summary>
/// <remarks>
/// A step is: the actor's grain writes its half together with what the other half must become (the intent), the other's grain
/// writes that, the direct conversation learns of blocks, the intent is cleared. A crash anywhere leaves an intent, which the next
/// call or the sweeper finishes. Calls do not interleave. After any failure memory may be wrong, and the activation ends.
/// </remarks>
internal sealed class ContactGrain(ContactStore store, TimeProvider clock) : Grain, IContactGrain
{
    private static readonly ContactHalf Nothing = new(ContactStatus.Removed, BlockedByOther: false, default);

    private string _first = "";
    private string _second = "";
    private Dictionary<string, StoredHalf> _halves = [];

    /// <summary>The two never had to do with each other; one of them may not even exist.</summary>
    private bool IsUnwritten => _halves.Values.All(half => half.Step == 0);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_first, _second) = Ids.Participants("d." + this.GetPrimaryKeyString()[2..]);
        _halves = new[] { _first, _second }.ToDictionary(id => id, id => new StoredHalf(id, Nothing, null, 0));
        foreach (var half in await store.ReadHalves(_first, _second))
            _halves[half.UserId] = half;
    }

    public async Task<Outcome<AskedContact>> Ask(string callerId)
    {
        if ((await User(OtherThan(callerId)).GetProfile()).Error is { } unknown)
            return unknown;
        var (outcome, isChanged) = await Step(callerId, ContactRules.Ask);
        return outcome.Error is { } error ? error : new AskedContact(outcome.Required, isChanged);
    }

    public async Task<Outcome<Contact>> Accept(string callerId) => (await Step(callerId, ContactRules.Accept)).Outcome;

    public async Task<Outcome> Decline(string callerId) => Plain(await Step(callerId, ContactRules.Decline));

    public async Task<Outcome> Remove(string callerId) => IsUnwritten ? Outcome.Done : Plain(await Step(callerId, ContactRules.Remove));

    public async Task<Outcome<Contact>> Block(string callerId) =>
        (await User(OtherThan(callerId)).GetProfile()).Error is { } unknown ? unknown : (await Step(callerId, ContactRules.Block)).Outcome;

    public async Task<Outcome> Unblock(string callerId) => IsUnwritten ? Outcome.Done : Plain(await Step(callerId, ContactRules.Unblock));

    public async Task<Outcome> End(string callerId) => IsUnwritten ? Outcome.Done : Plain(await Step(callerId, ContactRules.End));

    public Task Finish() => OrLeave(FinishIntents);

    private static Outcome Plain((Outcome<Contact> Outcome, bool IsChanged) step) => new(step.Outcome.Error);

    private Task<(Outcome<Contact> Outcome, bool IsChanged)> Step(
        string callerId, Func<ContactPair, DateTimeOffset, Outcome<ContactPair>> decide) => OrLeave(async () =>
    {
        await FinishIntents();
        var otherId = OtherThan(callerId);
        var (mine, theirs) = (_halves[callerId], _halves[otherId]);
        var before = new ContactPair(mine.Half, theirs.Half);
        var decided = decide(before, Now());
        if (decided.Value is not { } after)
            return (decided.Error!, false);
        if (after == before)
            return (await store.Find(callerId, otherId), false);

        var step = Math.Max(mine.Step, theirs.Step) + 1;
        var written = await Write(callerId, otherId, after.Mine, after.Theirs, step);
        await FinishStep(otherId, callerId, after.Theirs, step, hasBlockChanged: IsBlock(before) != IsBlock(after));
        return ((Outcome<Contact>)written, true);
    });

    private async Task FinishIntents()
    {
        foreach (var (userId, stored) in _halves.ToArray())
        {
            if (stored.Intent is { } intent)
                await FinishStep(OtherThan(userId), userId, Complete(OtherThan(userId), intent), stored.Step, hasBlockChanged: true);
        }
    }

    /// <summary>The second half of a step, then whoever must know of it, then the step is forgotten.</summary>
    private async Task FinishStep(string userId, string actorId, ContactHalf half, long step, bool hasBlockChanged)
    {
        var written = await Write(userId, actorId, half, null, step);
        // The other one has erased the account meanwhile: nothing is left between the two.
        if (written.Status != half.Status)
            await Write(actorId, userId, Nothing with { CreatedAt = Now() }, null, step + 1);
        if (hasBlockChanged)
            await GrainFactory.GetGrain<IDirectConversationGrain>(Ids.Direct(userId, actorId)).RefreshBlocks();
        await User(actorId).ClearContactIntent(userId, step);
        _halves[actorId] = _halves[actorId] with { Intent = null };
    }

    private async Task<Contact> Write(string userId, string otherId, ContactHalf half, ContactHalf? intent, long step)
    {
        // The intent's time tells the sweeper its age, so it is the present one, whatever time the half keeps.
        var contact = await User(userId).SetContact(otherId, half, intent is null ? null : intent with { CreatedAt = Now() }, step)
            ?? throw new InvalidOperationException($"Somebody else has changed the relation of {userId} and {otherId}; try again.");
        _halves[userId] = new StoredHalf(userId, half with { Status = contact.Status }, intent, step);
        return contact;
    }

    /// <summary>An intent's time is when it was made; a half that has the status already keeps its own time.</summary>
    private ContactHalf Complete(string userId, ContactHalf intent) =>
        _halves[userId].Half is var present && present.Status == intent.Status ? intent with { CreatedAt = present.CreatedAt } : intent;

    private static (bool, bool) IsBlock(ContactPair pair) =>
        (pair.Mine.Status == ContactStatus.Blocked, pair.Theirs.Status == ContactStatus.Blocked);

    private async Task<T> OrLeave<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private Task OrLeave(Func<Task> work) => OrLeave(async () =>
    {
        await work();
        return true;
    });

    private string OtherThan(string userId) => userId == _first ? _second : _first;

    private DateTimeOffset Now() => PostgresTime.Now(clock);

    private IUserGrain User(string id) => GrainFactory.GetGrain<IUserGrain>(id);
}
