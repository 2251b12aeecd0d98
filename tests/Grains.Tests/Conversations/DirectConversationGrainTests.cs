using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Conversations;

public sealed class DirectConversationGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_message_is_acknowledged_in_the_log_and_pushed_to_both()
    {
        var (ann, bob, conversation) = await NewConversation();
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await cluster.Grains.GetGrain<IUserGrain>(bob).Connect(frontEnd.FrontEnd, []);

        var ack = await Send(conversation, ann, "hello");
        Assert.Equal((1, 1, false), (ack.Seq, ack.Version, ack.Duplicate));

        // In either order: pushes are hints, and only versions tell which came first.
        var pushes = new[] { await frontEnd.NextUserPush(), await frontEnd.NextUserPush() };
        Assert.Single(pushes, push => push.Event is ConversationTouched);
        var pushed = Assert.Single(pushes, push => push.Event is MessageChanged);
        Assert.Equal((bob, 1L, "hello"), (pushed.UserId, pushed.Version, ((MessageChanged)pushed.Event).Message.Content));
        GC.KeepAlive(frontEnd);
    }

    [Fact]
    public async Task Seqs_are_dense_however_many_send_at_once()
    {
        var (ann, bob, conversation) = await NewConversation();
        var acks = await Task.WhenAll(Enumerable.Range(0, 500)
            .Select(i => Send(conversation, i % 2 == 0 ? ann : bob, $"message {i}")));
        Assert.Equal(Enumerable.Range(1, 500).Select(seq => (long)seq), acks.Select(ack => ack.Seq).Order());
        Assert.Equal(500, await Count("messages", conversation));
    }

    [Fact]
    public async Task Copies_of_one_message_make_one_message()
    {
        var (ann, _, conversation) = await NewConversation();
        var message = new NewMessage(Guid.NewGuid(), "once", null);
        var acks = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Grain(conversation).Send(ann, message)));
        Assert.Single(acks, ack => !ack.Required.Duplicate);
        Assert.Single(acks.Select(ack => (ack.Required.Seq, ack.Required.Version, ack.Required.CreatedAt)).Distinct());
        Assert.Equal(1, await Count("messages", conversation));
    }

    [Fact]
    public async Task A_copy_answers_the_first_ack_after_many_messages_an_edit_and_a_restart()
    {
        var (ann, _, conversation) = await NewConversation();
        await Send(conversation, ann, "before");
        var message = new NewMessage(Guid.NewGuid(), "once", null);
        var first = (await Grain(conversation).Send(ann, message)).Required;
        Assert.Null((await Grain(conversation).Edit(ann, first.Seq, "edited")).Error);
        for (var i = 0; i < 300; i++)
            await Send(conversation, ann, $"later {i}");

        Assert.Equal(first with { Duplicate = true }, (await Grain(conversation).Send(ann, message)).Required);
        await cluster.Restart();
        Assert.Equal(first with { Duplicate = true }, (await Grain(conversation).Send(ann, message)).Required);
        var next = await Send(conversation, ann, "next");
        Assert.Equal((303, 304), (next.Seq, next.Version));
    }

    [Fact]
    public async Task When_somebody_else_has_written_the_grain_forgets_and_reads_again()
    {
        var (ann, _, conversation) = await NewConversation();
        await Send(conversation, ann, "first");
        await cluster.Database.Execute($"""
            INSERT INTO messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at)
            VALUES ('{conversation}', 2, 2, 2, '{ann}', 0, 'by another activation', now());
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('{conversation}', 2, 2);
            """);

        var message = new NewMessage(Guid.NewGuid(), "second", null);
        Assert.Equal(ErrorCode.Unavailable, (await Grain(conversation).Send(ann, message)).Error?.Code);
        Assert.Equal(3, (await Grain(conversation).Send(ann, message)).Required.Seq);
        Assert.Equal(3, await Count("messages", conversation));
    }

    [Fact]
    public async Task What_still_waits_when_somebody_else_has_written_undoes_nothing()
    {
        var (ann, _, conversation) = await NewConversation();
        var first = new NewMessage(Guid.NewGuid(), "first", null);
        await Grain(conversation).Send(ann, first);
        // As many as the grain forgets the first one's Ack over: that it is sent again is then found by its commit.
        for (var i = 2; i <= 300; i++)
            await Send(conversation, ann, $"message {i}");
        await cluster.Database.Execute($"""
            UPDATE messages SET version = 301, content = 'newer, by another activation' WHERE conversation_id = '{conversation}' AND seq = 2;
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('{conversation}', 301, 2);
            """);

        // Calls may overtake each other on their way: the edit is made when the message is being committed for certain.
        Task<Outcome<Ack>> again;
        Task<Outcome<Message>> edit;
        await using (await cluster.Database.Lock("messages"))
        {
            again = Grain(conversation).Send(ann, first);
            await cluster.Database.UntilBlocked();
            edit = Grain(conversation).Edit(ann, 2, "older");
        }
        Assert.Equal(1, (await again).Required.Seq);
        Assert.Equal(ErrorCode.Unavailable, (await edit).Error?.Code);
        Assert.Equal(1, await cluster.Database.Read<long>(
            $"SELECT count(*) FROM messages WHERE conversation_id = '{conversation}' AND content = 'newer, by another activation'"));
        Assert.Equal(302, (await Send(conversation, ann, "and on")).Version);
    }

    [Fact]
    public async Task Strangers_and_unknown_people_find_nothing()
    {
        var (ann, bob, conversation) = await NewConversation();
        var stranger = await NewUser();
        var message = new NewMessage(Guid.NewGuid(), "hello", null);
        Assert.Equal(ErrorCode.NotFound, (await Grain(conversation).Send(stranger, message)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await Grain(conversation).Mark(stranger, 1, 1)).Error?.Code);

        var withNobody = Ids.Direct(ann, Ids.NewUser());
        Assert.Equal(ErrorCode.NotFound, (await Grain(withNobody).Open(ann)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, (await Grain(withNobody).Send(ann, message)).Error?.Code);
        Assert.Equal(0, await Count("messages", withNobody));
        Assert.NotEqual(ann, bob);
    }

    [Fact]
    public async Task A_deleted_message_stays_as_a_tombstone_and_takes_no_edit()
    {
        var (ann, bob, conversation) = await NewConversation();
        await Send(conversation, ann, "regret");
        Assert.Equal(ErrorCode.Forbidden, (await Grain(conversation).Delete(bob, 1)).Error?.Code);
        Assert.Null((await Grain(conversation).Delete(ann, 1)).Error);
        Assert.Null((await Grain(conversation).Delete(ann, 1)).Error);
        Assert.Equal(ErrorCode.Gone, (await Grain(conversation).Edit(ann, 1, "again")).Error?.Code);
        Assert.Equal(2, await Count("message_changes", conversation));
    }

    [Fact]
    public async Task Edits_of_one_message_at_once_keep_every_text()
    {
        var (ann, _, conversation) = await NewConversation();
        await Send(conversation, ann, "text 0");
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Grain(conversation).Edit(ann, 1, $"text {i}")));
        Assert.Equal(20, await Count("message_edits", conversation));
        var reader = cluster.Grains.GetGrain<IConversationReaderGrain>("reader.0");
        var message = (await reader.History(ann, conversation, new HistoryRange(null, null, null, 50))).Required.Items.Single();
        var earlier = (await reader.EarlierTexts(ann, conversation, 1)).Required;
        Assert.Equal(21, earlier.Select(text => text.Content).Append(message.Content).Distinct().Count());
        Assert.Equal(21, message.Version);
    }

    [Fact]
    public async Task Read_positions_never_fall_back_and_end_at_the_log()
    {
        var (ann, bob, conversation) = await NewConversation();
        for (var i = 0; i < 5; i++)
            await Send(conversation, ann, $"message {i}");
        await Grain(conversation).Mark(bob, 0, 3);
        await Grain(conversation).Mark(bob, 2, 1);
        var reader = cluster.Grains.GetGrain<IConversationReaderGrain>("reader.0");
        var view = (await reader.Get(bob, conversation)).Required;
        Assert.Equal((3, 3, 2), (view.ReadSeq, view.DeliveredSeq, view.UnreadCount));

        await Grain(conversation).Mark(bob, 0, 1_000);
        view = (await reader.Get(bob, conversation)).Required;
        Assert.Equal((5, 0), (view.ReadSeq, view.UnreadCount));
    }

    [Fact]
    public async Task Ones_own_message_moves_ones_read_position_and_no_mark_takes_it_back()
    {
        var (ann, bob, conversation) = await NewConversation();
        for (var i = 0; i < 5; i++)
            await Send(conversation, ann, $"message {i}");
        await Grain(conversation).Mark(bob, 0, 2);
        await Send(conversation, bob, "answer");
        await Grain(conversation).Mark(bob, 0, 4);
        var reader = cluster.Grains.GetGrain<IConversationReaderGrain>("reader.0");
        var view = (await reader.Get(bob, conversation)).Required;
        Assert.Equal((6, 6, 0), (view.ReadSeq, view.DeliveredSeq, view.UnreadCount));
    }

    [Fact]
    public async Task What_a_lost_activation_may_not_have_pushed_the_next_one_pushes()
    {
        var (ann, bob, conversation) = await NewConversation();
        await Send(conversation, ann, "committed");
        await cluster.Restart();
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await cluster.Grains.GetGrain<IUserGrain>(bob).Connect(frontEnd.FrontEnd, []);

        await Grain(conversation).SetTyping(bob, false);
        var pushed = await frontEnd.NextUserPush();
        Assert.Equal((1L, "committed"), (pushed.Version, Assert.IsType<MessageChanged>(pushed.Event).Message.Content));
        GC.KeepAlive(frontEnd);
    }

    private IDirectConversationGrain Grain(string id) => cluster.Grains.GetGrain<IDirectConversationGrain>(id);

    private async Task<Ack> Send(string conversation, string sender, string text) =>
        (await Grain(conversation).Send(sender, new NewMessage(Guid.NewGuid(), text, null))).Required;

    private async Task<(string Ann, string Bob, string Conversation)> NewConversation()
    {
        var (ann, bob) = (await NewUser(), await NewUser());
        var id = Ids.Direct(ann, bob);
        Assert.Null((await Grain(id).Open(ann)).Error);
        return (ann, bob, id);
    }

    private Task<string> NewUser() => cluster.NewUser();

    private Task<long> Count(string table, string conversation) =>
        cluster.Database.Read<long>($"SELECT count(*) FROM {table} WHERE conversation_id = '{conversation}'");
}
