using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>Grains push faster than a front-end sends on: what waits is bounded, and whoever missed something is told to sync.</summary>
public sealed class PushBacklogTests : IAsyncLifetime
{
    private const string Group = "g.1";
    private const int Bound = 64 * 1024;

    /// <summary>Characters, two bytes each: eight such messages fill the bound.</summary>
    private const int Length = 4_000;

    private readonly FakeFrontEnd _frontEnd = new(Bound);
    private PushPump _pump = null!;

    public async Task InitializeAsync()
    {
        _frontEnd.UserIsIn(Group);
        await _frontEnd.Connect("alice");
        _pump = _frontEnd.Pump();
    }

    public async Task DisposeAsync()
    {
        await _pump.StopAsync(CancellationToken.None);
        _pump.Dispose();
    }

    [Fact]
    public async Task Messages_beyond_the_bound_are_made_up_for_by_a_request_to_sync()
    {
        await PushMessages(2, 1_000);
        var waiting = await Started();
        Assert.InRange(waiting.Count(told => told == "g.1 MessageChanged"), 1, Bound / (2 * Length) + 1);
        Assert.Equal("g.1 ResyncRequired", waiting[^1]);

        await PushMessages(1_001, 1_001);
        Assert.Equal("g.1 MessageChanged", await Told());
    }

    [Fact]
    public async Task A_removal_beyond_the_bound_is_told_all_the_same()
    {
        await PushMessages(2, 1_000);
        await _frontEnd.Observer.OnGroupPush(new GroupPush(Group, 1_001, Message(1_001), [], ["alice"], false));
        await Started();
        Assert.Equal("alice ConversationRemoved", await Told());
        Assert.False(_frontEnd.Registry.HasMember(Group, "alice"));
    }

    [Fact]
    public async Task Typing_is_left_out_first()
    {
        await PushMessages(2, 6);
        await _frontEnd.Observer.OnGroupPush(new GroupPush(Group, null, new TypingChanged(new Typing(Group, "bob", true))));
        await PushMessages(7, 7);
        await _pump.StartAsync(CancellationToken.None);
        for (var version = 2; version <= 7; version++)
            Assert.Equal("g.1 MessageChanged", await Told());
        Assert.False(_frontEnd.Told.TryRead(out _));
    }

    [Fact]
    public async Task A_direct_message_beyond_the_bound_is_made_up_for_too()
    {
        await PushMessages(2, 1_000);
        await _frontEnd.Observer.OnUserPush(new UserPush("alice", "d.1", 1, Message(1, "d.1")));
        var told = await Started(requests: 2);
        Assert.DoesNotContain("alice MessageChanged", told);
        Assert.Contains("alice ResyncRequired", told);
    }

    /// <summary>Starts the pump.</summary>
    /// <returns>What connections are told until so many were asked to sync.</returns>
    private async Task<List<string>> Started(int requests = 1)
    {
        await _pump.StartAsync(CancellationToken.None);
        var told = new List<string>();
        while (told.Count(one => one.EndsWith("ResyncRequired", StringComparison.Ordinal)) < requests)
            told.Add(await Told());
        return told;
    }

    private Task<string> Told() => _frontEnd.Told.ReadAsync().AsTask().Within("connections are told");

    private async Task PushMessages(int first, int last)
    {
        for (var version = first; version <= last; version++)
            await _frontEnd.Observer.OnGroupPush(new GroupPush(Group, version, Message(version)));
    }

    private static MessageChanged Message(long version, string conversationId = Group) => new(new Message(
        conversationId, version, version, null, "bob", MessageType.Text, new string('x', Length), null, null, [], [],
        DateTimeOffset.UnixEpoch, null, null));
}
