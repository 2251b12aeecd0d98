using OrleansChat.Conversations;

namespace OrleansChat.Grains.Tests.Conversations;

public sealed class PinGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Pins_and_reactions_survive_a_restart_in_their_order()
    {
        var (ann, bob, id) = await NewConversation(messages: 3);
        foreach (var seq in new[] { 3, 1, 2 })
            Assert.Null((await Grain(id).Pin(bob, seq, on: true)).Error);
        await Grain(id).React(ann, 2, "👍", on: true);
        await cluster.Restart();
        Assert.Null((await Grain(id).Pin(ann, 1, on: false)).Error);
        Assert.Equal("👍 🎉", string.Join(' ', (await Grain(id).React(bob, 2, "🎉", on: true)).Required.Reactions.Select(kind => kind.Emoji)));
        Assert.Equal([3L, 2], await Pins(ann, id));
    }

    [Fact]
    public async Task What_another_activation_pinned_stays_pinned()
    {
        var (ann, bob, id) = await NewConversation(messages: 3);
        Assert.Null((await Grain(id).Pin(ann, 1, on: true)).Error);
        await cluster.Database.Execute($"UPDATE pins SET seqs = seqs || 2::bigint WHERE conversation_id = '{id}'");
        Assert.Null((await Grain(id).Pin(bob, 3, on: true)).Error);
        Assert.Null((await Grain(id).Pin(bob, 2, on: true)).Error);
        Assert.Null((await Grain(id).Pin(bob, 1, on: false)).Error);
        Assert.Equal([2L, 3], await Pins(ann, id));
    }

    [Fact]
    public async Task A_reaction_by_a_stale_activation_is_fenced_and_made_by_the_next()
    {
        var (ann, bob, id) = await NewConversation(messages: 1);
        await cluster.Database.Execute($"""
            INSERT INTO messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at)
            VALUES ('{id}', 2, 2, 2, '{ann}', 0, 'by another activation', now());
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('{id}', 2, 2);
            """);
        Assert.Equal(ErrorCode.Unavailable, (await Grain(id).React(bob, 1, "👍", on: true)).Error?.Code);
        Assert.Equal(0, await cluster.Database.Read<long>($"SELECT count(*) FROM reactions WHERE conversation_id = '{id}'"));
        Assert.Equal(3, (await Grain(id).React(bob, 1, "👍", on: true)).Required.Version);
    }

    [Fact]
    public async Task Strangers_find_nothing()
    {
        var (_, _, id) = await NewConversation(messages: 1);
        var stranger = await cluster.NewUser();
        Assert.Equal(ErrorCode.NotFound, (await Grain(id).Pin(stranger, 1, on: true)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await Grain(id).React(stranger, 1, "👍", on: true)).Error?.Code);
    }

    private IDirectConversationGrain Grain(string id) => cluster.Grains.GetGrain<IDirectConversationGrain>(id);

    private async Task<IEnumerable<long>> Pins(string userId, string id) =>
        (await cluster.Grains.GetGrain<IConversationReaderGrain>("reader.0").Get(userId, id)).Required.PinnedSeqs;

    private async Task<(string Ann, string Bob, string Conversation)> NewConversation(int messages)
    {
        var (ann, bob) = (await cluster.NewUser(), await cluster.NewUser());
        var id = Ids.Direct(ann, bob);
        Assert.Null((await Grain(id).Open(ann)).Error);
        for (var i = 0; i < messages; i++)
            Assert.Null((await Grain(id).Send(ann, new NewMessage(Guid.NewGuid(), $"message {i}", null))).Error);
        return (ann, bob, id);
    }
}
