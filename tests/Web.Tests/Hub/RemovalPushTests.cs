using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>A member's removal is told by the group's pushes, in their order, and by the user's, at any time.</summary>
public sealed class RemovalPushTests : IAsyncLifetime
{
    private const string Group = "g.1";

    private readonly FakeFrontEnd _frontEnd = new();
    private PushPump _pump = null!;

    public async Task InitializeAsync()
    {
        _frontEnd.UserIsIn(Group);
        await _frontEnd.Connect("alice");
        await _frontEnd.Connect("bob");
        _pump = _frontEnd.Pump();
        await _pump.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _pump.StopAsync(CancellationToken.None);
        _pump.Dispose();
    }

    [Fact]
    public async Task The_groups_pushes_tell_the_removed_user_in_their_place()
    {
        await Push(3, [], []);
        await Push(2, [], ["alice"]);
        Assert.Equal(["alice ConversationRemoved", "g.1 ReceiptChanged", "g.1 ReceiptChanged"], await Told(3));
        Assert.False(_frontEnd.Registry.HasMember(Group, "alice"));
    }

    [Fact]
    public async Task Late_word_of_a_removal_throws_out_nobody_who_was_added_again()
    {
        await Push(2, [], ["alice"]);
        await Push(3, ["alice"], []);
        await TellAlice(2);
        await Push(4, [], []);
        Assert.Equal(["alice ConversationRemoved", .. Enumerable.Repeat("g.1 ReceiptChanged", 3)], await Told(4));
        Assert.True(_frontEnd.Registry.HasMember(Group, "alice"));
    }

    [Fact]
    public async Task A_list_that_was_read_too_early_is_read_again()
    {
        await Push(2, [], ["alice"]);
        await Told(2);
        await _frontEnd.Users.Renew("alice");
        Assert.True(_frontEnd.Registry.HasMember(Group, "alice"));
        Assert.Equal(["alice ResyncRequired"], await Told(1));
        _frontEnd.UserIsIn();
        await TellAlice(2);
        Assert.Equal(["alice ResyncRequired"], await Told(1));
        Assert.False(_frontEnd.Registry.HasMember(Group, "alice"));
    }

    [Fact]
    public async Task A_removal_that_no_push_of_the_group_has_told_is_told_at_once()
    {
        await TellAlice(2);
        Assert.Equal(["alice ConversationRemoved"], await Told(1));
        Assert.False(_frontEnd.Registry.HasMember(Group, "alice"));
    }

    private Task Push(long version, string[] added, string[] removed) => _frontEnd.Observer.OnGroupPush(new GroupPush(
        Group, version, new ReceiptsChanged([new Receipt(Group, "bob", version, version)]), [.. added], [.. removed], false));

    private Task TellAlice(long version) =>
        _frontEnd.Observer.OnUserPush(new UserPush("alice", new ConversationRemoved(Group, version)));

    private async Task<List<string>> Told(int count)
    {
        var told = new List<string>();
        while (told.Count < count)
            told.Add(await _frontEnd.Told.ReadAsync().AsTask().Within("connections are told"));
        return told;
    }
}
