using OrleansChat.Groups;

namespace OrleansChat.WebFrontend.Hub;

/// <summary>
/// Keeps this front-end subscribed to the groups that have members here. Calls to one group go one after the other, so that
/// no late end of a subscription can end the next one.
/// </summary>
internal sealed class GroupSubscriptions
{
    /// <summary>What was under way when the version was asked has arrived by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnsubscribeTimeout = TimeSpan.FromSeconds(5);

    private readonly IGrainFactory _grains;
    private readonly ConnectionRegistry _registry;
    private readonly FrontEndObserver _observer;
    private readonly FrontEndIdentity _self;
    private readonly TimeProvider _clock;
    private readonly SerialCalls _calls;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GroupLease> _leases = [];

    public GroupSubscriptions(
        IGrainFactory grains, ConnectionRegistry registry, FrontEndObserver observer, FrontEndIdentity self, TimeProvider clock)
    {
        (_grains, _registry, _observer, _self, _clock) = (grains, registry, observer, self, clock);
        _calls = new SerialCalls(Update);
    }

    /// <summary>For a member who is in the registry: when it returns, every push that follows arrives here.</summary>
    public Task Ensure(string groupId)
    {
        lock (_lock)
        {
            if (_leases.TryGetValue(groupId, out var lease) && lease.IsLive(_clock.GetUtcNow()))
                return Task.CompletedTask;
        }
        return Renew(groupId);
    }

    /// <summary>Subscribes or renews while the group has members here, else unsubscribes.</summary>
    public Task Renew(string groupId) => _calls.Run(groupId);

    /// <summary>The groups that are or should be subscribed to.</summary>
    public ImmutableArray<string> All()
    {
        lock (_lock)
            return [.. _leases.Keys.Union(_registry.Groups())];
    }

    private async Task Update(string groupId)
    {
        if (EndUnlessHere(groupId))
        {
            await Group(groupId).Unsubscribe(_self.FrontEnd.Id).WaitAsync(UnsubscribeTimeout, _clock);
            // A group adds members here without asking.
            if (!_registry.HasReceiver(groupId))
                return;
        }
        await Subscribe(groupId);
    }

    /// <summary>In one step with <see cref="Ensure"/>, which must not trust a subscription that is about to end.</summary>
    private bool EndUnlessHere(string groupId)
    {
        lock (_lock)
        {
            if (_registry.HasReceiver(groupId))
                return false;
            _leases.Remove(groupId);
            return true;
        }
    }

    private async Task Subscribe(string groupId)
    {
        var lease = LeaseOf(groupId);
        var askedAt = _clock.GetUtcNow();
        long version;
        try
        {
            version = await Group(groupId).Subscribe(_self.FrontEnd);
        }
        catch
        {
            lock (_lock)
                lease.Fail(_clock.GetUtcNow());
            throw;
        }

        bool mayHaveMissed;
        lock (_lock)
            mayHaveMissed = lease.Renew(askedAt);
        await _observer.Enqueue(new StreamStarted(groupId, version));
        if (mayHaveMissed)
            await _observer.Enqueue(new PushesMissed(groupId, groupId));
        _ = Expect(groupId, version);
    }

    private async Task Expect(string groupId, long version)
    {
        await Task.Delay(Grace, _clock);
        await _observer.Enqueue(new VersionExpected(groupId, version));
    }

    private GroupLease LeaseOf(string groupId)
    {
        lock (_lock)
        {
            if (!_leases.TryGetValue(groupId, out var lease))
                _leases.Add(groupId, lease = new GroupLease());
            return lease;
        }
    }

    private IGroupGrain Group(string id) => _grains.GetGrain<IGroupGrain>(id);
}
