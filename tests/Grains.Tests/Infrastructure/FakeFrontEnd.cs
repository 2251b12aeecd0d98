using System.Collections.Concurrent;
using System.Threading.Channels;
using OrleansChat.FrontEnds;
using OrleansChat.Presence;

namespace OrleansChat.Grains.Tests.Infrastructure;

/// <summary>A front-end that keeps what it is pushed.</summary>
internal sealed class FakeFrontEnd : IFrontEndObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<UserPush> _userPushes = Channel.CreateUnbounded<UserPush>();
    private readonly Channel<GroupPush> _groupPushes = Channel.CreateUnbounded<GroupPush>();
    private readonly Channel<PresencePush> _presencePushes = Channel.CreateUnbounded<PresencePush>();
    private readonly ConcurrentQueue<GroupPush> _membersPushes = new();

    public FakeFrontEnd(IGrainFactory grains) =>
        FrontEnd = new(Guid.NewGuid().ToString("N"), grains.CreateObjectReference<IFrontEndObserver>(this));

    public FrontEnd FrontEnd { get; }

    /// <summary>The next push for a user, in order of arrival.</summary>
    public Task<UserPush> NextUserPush() => _userPushes.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next push of a group that no call waited for, in order of arrival.</summary>
    public Task<GroupPush> NextGroupPush() => _groupPushes.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether <see cref="NextGroupPush"/> need not wait.</summary>
    public bool HasGroupPush => _groupPushes.Reader.TryPeek(out _);

    /// <summary>The next push of a presence shard, in order of arrival.</summary>
    public Task<PresencePush> NextPresencePush() => _presencePushes.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The pushes that a call waited for.</summary>
    public IReadOnlyCollection<GroupPush> MembersPushes => _membersPushes;

    /// <summary>What answers those pushes.</summary>
    public Func<Task> OnMembers { get; set; } = () => Task.CompletedTask;

    public Task OnPresencePush(PresencePush push) => _presencePushes.Writer.WriteAsync(push).AsTask();

    /// <summary>What is meant for the front-end alone, and comes at any time, is not kept.</summary>
    public Task OnUserPush(UserPush push) =>
        push.Event is WatchesChanged ? Task.CompletedTask : _userPushes.Writer.WriteAsync(push).AsTask();

    public Task OnGroupPush(GroupPush push) => _groupPushes.Writer.WriteAsync(push).AsTask();

    public Task OnMembersPush(GroupPush push)
    {
        _membersPushes.Enqueue(push);
        return OnMembers();
    }
}
