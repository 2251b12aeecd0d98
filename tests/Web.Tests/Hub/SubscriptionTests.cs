using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansChat.FrontEnds;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>What a front-end does when grains are slow, fail or forget: nobody misses a push without being told to sync.</summary>
public sealed class SubscriptionTests
{
    private static readonly PushesMissed AliceMissed = new("alice", null);

    private readonly FakeFrontEnd _frontEnd = new();

    [Fact]
    public async Task Connecting_and_renewing_in_good_order_asks_nobody_to_sync()
    {
        _frontEnd.OnConnect = () => Task.FromResult(FakeFrontEnd.Answer(["g.1"], isRenewal: false));
        await _frontEnd.Connect("alice");
        _frontEnd.UserIsIn("g.1");
        await _frontEnd.Users.Renew("alice");
        await _frontEnd.Groups.Renew("g.1");
        Assert.False(_frontEnd.AskedToSync());
    }

    [Theory]
    [InlineData(false, "first")]
    [InlineData(true, "second")]
    public async Task A_user_whose_lease_was_lost_must_sync(bool isRenewal, string incarnation)
    {
        await _frontEnd.Connect("alice");
        _frontEnd.OnConnect = () => Task.FromResult(FakeFrontEnd.Answer(isRenewal: isRenewal, incarnation: incarnation));
        await _frontEnd.Users.Renew("alice");
        Assert.Equal(AliceMissed, await _frontEnd.Next<PushesMissed>());
    }

    [Fact]
    public async Task A_user_whose_push_was_lost_on_the_way_must_sync()
    {
        _frontEnd.OnConnect = () => Task.FromResult(FakeFrontEnd.Answer(isRenewal: false));
        await _frontEnd.Connect("alice");
        _frontEnd.OnConnect = () => Task.FromResult(FakeFrontEnd.Answer() with { Pushed = 1 });
        await _frontEnd.Users.Renew("alice");
        Assert.Equal(AliceMissed, await _frontEnd.Next<PushesMissed>());
    }

    [Fact]
    public async Task A_group_that_no_push_told_of_is_subscribed_to_before_its_member_must_sync()
    {
        await _frontEnd.Connect("alice");
        _frontEnd.UserIsIn("g.1");
        var answer = new TaskCompletionSource<long>();
        _frontEnd.OnSubscribe = () => answer.Task;
        await _frontEnd.Users.Renew("alice");
        Assert.True(_frontEnd.Registry.HasMember("g.1", "alice"));
        Assert.False(_frontEnd.AskedToSync());

        answer.SetResult(1);
        Assert.Equal(AliceMissed, await _frontEnd.Next<PushesMissed>());
    }

    [Fact]
    public async Task A_user_must_sync_when_a_group_is_gone_that_no_push_told_of()
    {
        _frontEnd.UserIsIn("g.1");
        await _frontEnd.Connect("alice");
        _frontEnd.UserIsIn();
        await _frontEnd.Users.Renew("alice");
        Assert.Equal(AliceMissed, await _frontEnd.Next<PushesMissed>());
        await _frontEnd.Groups.Renew("g.1");
        Assert.Equal("Unsubscribe g.1", _frontEnd.Calls.Last());
    }

    [Fact]
    public async Task A_group_that_could_not_be_subscribed_to_is_tried_again_and_its_members_must_sync()
    {
        await _frontEnd.Connect("alice");
        _frontEnd.UserIsIn("g.1");
        _frontEnd.OnSubscribe = () => Task.FromException<long>(new TimeoutException());
        await _frontEnd.Users.Renew("alice");
        Assert.Equal(AliceMissed, await _frontEnd.Next<PushesMissed>());

        _frontEnd.OnSubscribe = () => Task.FromResult(7L);
        await _frontEnd.Groups.Renew(Assert.Single(_frontEnd.Groups.All()));
        Assert.Equal(new PushesMissed("g.1", "g.1"), await _frontEnd.Next<PushesMissed>());
    }

    [Fact]
    public async Task Sessions_end_and_renewals_go_on_while_a_group_hangs()
    {
        await _frontEnd.Connect("alice");
        _frontEnd.OnSubscribe = () => new TaskCompletionSource<long>().Task;
        _frontEnd.OnConnect = () => Task.FromResult(FakeFrontEnd.Answer(["g.1"], endedSessions: ["session"]));
        await _frontEnd.Users.Renew("alice").Within("the user is renewed");
        var push = (await _frontEnd.Next<UserWork>()).Push;
        Assert.Equal("session", Assert.IsType<SessionEnded>(push.Event).SessionId);
        await _frontEnd.Users.Renew("alice").Within("the user is renewed again");
    }

    [Fact]
    public async Task Every_member_who_connects_waits_for_the_groups_subscription()
    {
        _frontEnd.UserIsIn("g.1");
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<long>());
        _frontEnd.OnSubscribe = () =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        var alice = _frontEnd.Connect("alice");
        await asked.Task.Within("the group is asked");
        var bob = _frontEnd.Connect("bob");
        await _frontEnd.Users.Renew("bob");
        Assert.False(alice.IsCompleted || bob.IsCompleted);

        answer.SetResult(1);
        await Task.WhenAll(alice, bob).Within("both are connected");
        var calls = _frontEnd.Calls.Count;
        _frontEnd.OnSubscribe = () => throw new InvalidOperationException("There is a subscription already.");
        await _frontEnd.Connect("carol");
        Assert.Equal(calls + 1, _frontEnd.Calls.Count);
    }

    [Fact]
    public async Task A_group_that_does_not_answer_keeps_nobody_out_and_has_its_members_sync_once_it_does()
    {
        _frontEnd.UserIsIn("g.1");
        _frontEnd.OnSubscribe = () => Task.FromException<long>(new TimeoutException());
        await _frontEnd.Connect("alice");
        Assert.False(_frontEnd.AskedToSync());

        _frontEnd.OnSubscribe = () => Task.FromResult(1L);
        await _frontEnd.Groups.Renew("g.1");
        Assert.Equal("Subscribe g.1", _frontEnd.Calls.Last());
        Assert.True(_frontEnd.AskedToSync());
    }

    [Fact]
    public async Task A_slow_goodbye_does_not_end_the_subscriptions_of_whoever_comes_back()
    {
        _frontEnd.UserIsIn("g.1");
        var first = await _frontEnd.Connect("alice");
        var (disconnected, unsubscribed) = (new TaskCompletionSource(), new TaskCompletionSource());
        _frontEnd.OnDisconnect = () => disconnected.Task;
        _frontEnd.OnUnsubscribe = () => unsubscribed.Task;
        _frontEnd.Calls.Clear();

        var leaving = _frontEnd.Users.Remove(first);
        var returning = _frontEnd.Connect("alice");
        disconnected.SetResult();
        await _frontEnd.Users.Renew("alice");
        Assert.Equal(["Connect alice", "Disconnect alice", "Unsubscribe g.1"], _frontEnd.Calls.Distinct().Order());
        Assert.False(returning.IsCompleted);

        unsubscribed.SetResult();
        await Task.WhenAll(leaving, returning).Within("one has left and is back");
        string[] ofUser = [.. _frontEnd.Calls.Where(call => call.EndsWith("alice", StringComparison.Ordinal))];
        string[] ofGroup = [.. _frontEnd.Calls.Where(call => call.EndsWith("g.1", StringComparison.Ordinal))];
        Assert.Equal(("Disconnect alice", "Connect alice"), (ofUser[0], ofUser[^1]));
        Assert.Equal(("Unsubscribe g.1", "Subscribe g.1"), (ofGroup[0], ofGroup[^1]));
        Assert.Single(ofUser, "Disconnect alice");
        Assert.Single(ofGroup, "Unsubscribe g.1");
    }

    [Fact]
    public async Task Whoever_is_added_while_the_group_is_given_up_is_subscribed_again()
    {
        _frontEnd.UserIsIn("g.1");
        var first = await _frontEnd.Connect("alice");
        _frontEnd.UserIsIn();
        await _frontEnd.Connect("bob");
        var unsubscribed = new TaskCompletionSource();
        _frontEnd.OnUnsubscribe = () => unsubscribed.Task;

        var leaving = _frontEnd.Users.Remove(first);
        _frontEnd.Registry.ChangeMembers(new GroupPush("g.1", 2, null!, ["bob"], [], true));
        unsubscribed.SetResult();
        await leaving.Within("the first has left");
        Assert.Equal("Subscribe g.1", _frontEnd.Calls.Last());
    }

    [Fact]
    public async Task A_deleted_group_that_a_users_list_still_holds_is_not_joined_again()
    {
        _frontEnd.UserIsIn("g.1", "g.2");
        await _frontEnd.Connect("alice");
        _frontEnd.Registry.EndGroup("g.1");
        Assert.Equal("g.2", Assert.Single(_frontEnd.Registry.GroupsOf("alice")));
        await _frontEnd.Users.Renew("alice");
        Assert.Equal("g.2", Assert.Single(_frontEnd.Registry.GroupsOf("alice")));
        Assert.False(_frontEnd.AskedToSync());
    }

    [Fact]
    public async Task When_a_silo_is_lost_everybody_is_renewed_at_once()
    {
        _frontEnd.UserIsIn("g.1");
        await _frontEnd.Connect("alice");
        await _frontEnd.Connect("bob");
        var losses = new SiloLosses();
        // On its clock no time passes: no other round comes.
        using var renewal = new LeaseRenewal(
            _frontEnd.Registry, _frontEnd.Users, _frontEnd.Groups, losses, new FakeTimeProvider(), NullLogger<LeaseRenewal>.Instance);
        await renewal.StartAsync(CancellationToken.None);
        _frontEnd.Calls.Clear();
        var all = new TaskCompletionSource();
        _frontEnd.OnConnect = () => Renewed(FakeFrontEnd.Answer(["g.1"]));
        _frontEnd.OnSubscribe = () => Renewed(1L);
        losses.Note();
        await all.Task.Within("both users and the group are renewed");
        await renewal.StopAsync(CancellationToken.None);

        Task<T> Renewed<T>(T answer)
        {
            if (_frontEnd.Calls.Distinct().Count() == 3)
                all.TrySetResult();
            return Task.FromResult(answer);
        }
    }

    [Fact]
    public async Task Calls_that_hang_do_not_keep_others_from_being_renewed()
    {
        using var renewal = new LeaseRenewal(
            _frontEnd.Registry, _frontEnd.Users, _frontEnd.Groups, new SiloLosses(), TimeProvider.System, NullLogger<LeaseRenewal>.Instance);
        var renewed = new ConcurrentBag<string>();
        string[] users = [.. Enumerable.Range(0, 500).Select(i => $"{(i < 400 ? "hanging" : "healthy")} {i}")];
        await renewal.RenewAll(users, userId =>
        {
            renewed.Add(userId);
            return userId.StartsWith("hanging", StringComparison.Ordinal) ? new TaskCompletionSource().Task : Task.CompletedTask;
        }).Within("everybody is renewed");
        Assert.Equal(users.Order(), renewed.Order());
    }

    [Fact]
    public void A_round_of_renewals_is_spread_and_leaves_nobody_out()
    {
        string[] users = [.. Enumerable.Range(0, 1_000).Select(i => $"user {i}")];
        string[][] portions = [.. Enumerable.Range(0, LeaseRenewal.Portions).Select(number => LeaseRenewal.Portion(users, number))];
        Assert.Equal(users.Order(), portions.SelectMany(portion => portion).Order());
        Assert.All(portions, portion => Assert.InRange(portion.Length, 1, 200));

        // Some go: the others are not renewed a round later for that.
        var left = users[500..];
        Assert.Equal(portions[3].Intersect(left), LeaseRenewal.Portion(left, 3));
    }
}
