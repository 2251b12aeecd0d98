using Microsoft.Extensions.Time.Testing;
using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>
/// What connections are told when pushes change places or get lost on the way. Between processes they change places all the time: what
/// comes in one packet is handed on in any order.
/// </summary>
public sealed class PushGapTests : IAsyncLifetime
{
    private const string Told = "alice ReceiptChanged";
    private const string Sync = "alice ResyncRequired";
    private static readonly TimeSpan Patience = PushPump.GapPatience;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly FakeFrontEnd _frontEnd = new();
    private PushPump _pump = null!;

    public async Task InitializeAsync()
    {
        await _frontEnd.Connect("alice");
        _pump = _frontEnd.Pump(_clock);
        await _pump.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _pump.StopAsync(CancellationToken.None);
        _pump.Dispose();
    }

    [Fact]
    public async Task A_lost_one_is_given_up_and_its_receiver_must_sync()
    {
        Assert.Equal([Told], await Push(1));
        Assert.Empty(await Push(3));
        Assert.Empty(await Pass(Patience - Moment));
        Assert.Equal([Sync, Told], await Pass(Moment));
    }

    [Fact]
    public async Task A_gap_that_has_just_opened_is_not_given_up_for_one_before()
    {
        await Push(1);
        Assert.Empty(await Push(3));
        Assert.Equal([Told, Told], await Push(2));
        await Pass(Patience - Moment);
        Assert.Empty(await Push(5));
        Assert.Empty(await Pass(Moment));
        Assert.Equal([Told, Told], await Push(4));
        Assert.Empty(await Pass(2 * Patience));
    }

    [Fact]
    public async Task A_gap_behind_one_that_closed_is_given_up_too()
    {
        await Push(1);
        await Push(3);
        await Push(5);
        Assert.Equal([Told, Told], await Push(2));
        Assert.Empty(await Pass(Patience));
        Assert.Equal([Sync, Told], await Pass(Patience));
    }

    [Fact]
    public async Task When_the_first_two_changed_places_the_receiver_must_sync()
    {
        Assert.Equal([Told], await Push(2));
        Assert.Equal([Sync], await Push(1));
        Assert.Equal([Told], await Push(3));
        Assert.Empty(await Push(3));
    }

    [Fact]
    public async Task Whoever_was_added_by_one_that_was_overtaken_must_sync()
    {
        await Push(1); // streams without receivers are forgotten now and then: first of all, and then in a minute
        var isTold = false;
        _frontEnd.OnTell = told => isTold |= told == "g.1 ResyncRequired" && _frontEnd.Registry.HasMember("g.1", "alice");
        await AllAfter(() => _frontEnd.Observer.OnGroupPush(new GroupPush("g.1", 8, new TypingChanged(new Typing("g.1", "bob", true)))));
        var added = new GroupPush("g.1", 7, new ConversationTouched("g.1"), ["alice"], [], true);
        await AllAfter(() => _frontEnd.Observer.OnMembersPush(added));
        Assert.True(isTold);
    }

    /// <returns>What follows on the push.</returns>
    private Task<List<string>> Push(long version)
    {
        var push = new UserPush("alice", "d.1", version, new ReceiptsChanged([new Receipt("d.1", "bob", version, version)]));
        return AllAfter(() => _frontEnd.Observer.OnUserPush(push));
    }

    /// <summary>Not on a test's thread, where what waits for the clock would not go on at once.</summary>
    private Task<List<string>> Pass(TimeSpan time) => AllAfter(() => Task.Run(() => _clock.Advance(time)));

    /// <summary>A push without a version comes last: all before it has been told.</summary>
    private async Task<List<string>> AllAfter(Func<Task> act)
    {
        await act();
        await _frontEnd.Observer.OnUserPush(new UserPush("alice", new TypingChanged(new Typing("d.1", "bob", true))));
        var told = new List<string>();
        while (await _frontEnd.Told.ReadAsync().AsTask().Within("connections are told") is var next && next != "alice TypingChanged")
            told.Add(next);
        return told;
    }
}
