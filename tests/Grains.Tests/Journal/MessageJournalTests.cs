using OrleansChat.Grains.Journal;
using static OrleansChat.Grains.Tests.Journal.JournalFixture;

namespace OrleansChat.Grains.Tests.Journal;

public sealed class MessageJournalTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    [Fact]
    public async Task Appends_of_many_conversations_are_all_committed_in_order()
    {
        var journal = await fixture.Start();
        var conversations = Enumerable.Range(0, 50).Select(_ => NewConversation()).ToArray();
        var appends = conversations.SelectMany(id =>
        {
            var writer = journal.Open(id);
            return Enumerable.Range(1, 40).Select(seq => writer.Append(Message(id, seq)));
        });

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Committed, result));
        foreach (var id in conversations)
            await fixture.AssertSeqs(id, Enumerable.Range(1, 40));
    }

    [Fact]
    public async Task A_used_client_message_id_rejects_itself_and_what_follows_it_and_nothing_else()
    {
        var journal = await fixture.Start();
        var (id, other, used) = (NewConversation(), NewConversation(), Guid.NewGuid());
        Assert.Equal(AppendResult.Committed, await journal.Open(id).Append(Message(id, 1, used)));

        var (writer, otherWriter) = (journal.Open(id), journal.Open(other));
        var results = await Task.WhenAll(
            writer.Append(Message(id, 2)),
            otherWriter.Append(Message(other, 1)),
            writer.Append(Message(id, 3, used)),
            writer.Append(Message(id, 4)),
            otherWriter.Append(Message(other, 2)));

        Assert.Equal(
            [AppendResult.Committed, AppendResult.Committed, AppendResult.Duplicate, AppendResult.Rejected, AppendResult.Committed],
            results);
        Assert.True(writer.IsBroken);
        Assert.Equal(AppendResult.Rejected, await writer.Append(Message(id, 5)));
        await fixture.AssertSeqs(id, [1, 2]);
        await fixture.AssertSeqs(other, [1, 2]);

        Assert.Equal(AppendResult.Committed, await journal.Open(id).Append(Message(id, 3)));
    }

    [Fact]
    public async Task A_second_writer_of_a_conversation_is_fenced()
    {
        var (first, second) = (await fixture.Start(), await fixture.Start());
        var id = NewConversation();
        Assert.Equal(AppendResult.Committed, await first.Open(id).Append(Message(id, 1)));
        Assert.Equal(AppendResult.Fenced, await second.Open(id).Append(Message(id, 1)));
        await fixture.AssertSeqs(id, [1]);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_and_not_repeated()
    {
        await using var proxy = new CuttingProxy(fixture.Database.ConnectionString);
        var journal = await fixture.Start(proxy.ConnectionString);
        var id = NewConversation();
        proxy.LoseNextAnswer();

        Assert.Equal(AppendResult.Committed, await journal.Open(id).Append(Message(id, 1)));
        Assert.Equal(1, proxy.Cuts);
        await fixture.AssertSeqs(id, [1]);
    }

    [Fact]
    public async Task Lost_connections_lose_and_repeat_nothing()
    {
        var journal = await fixture.Start();
        var conversations = Enumerable.Range(0, 20).Select(_ => NewConversation()).ToArray();
        using var acks = new SemaphoreSlim(0);
        var sending = Task.WhenAll(conversations.Select(async id =>
        {
            var writer = journal.Open(id);
            for (var seq = 1; seq <= 60; seq++)
            {
                Assert.Equal(AppendResult.Committed, await writer.Append(Message(id, seq)));
                acks.Release();
            }
        }));

        var kills = 0L;
        for (var round = 0; round < 20; round++)
        {
            for (var ack = 0; ack < 50; ack++)
                await Task.WhenAny(sending, acks.WaitAsync());
            kills += await fixture.Database.Read<long>("""
                SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'orleanschat' AND pid <> pg_backend_pid()
                """);
        }
        await sending;

        Assert.True(kills > 0);
        foreach (var id in conversations)
            await fixture.AssertSeqs(id, Enumerable.Range(1, 60));
    }

    [Fact]
    public async Task Cursors_only_move_forward()
    {
        var journal = await fixture.Start();
        var id = NewConversation();
        var writer = journal.Open(id);
        foreach (var seq in new[] { 7L, 3L, 5L })
            Assert.Equal(AppendResult.Committed, await writer.Append(new Append(id) { Cursor = new CursorRow("u.reader", seq, seq) }));
        Assert.Equal(7, await fixture.Database.Read<long>($"SELECT read_seq FROM cursors WHERE conversation_id = '{id}'"));
    }

    [Fact]
    public async Task What_is_queued_when_the_journal_stops_is_committed()
    {
        var journal = await fixture.Start();
        var id = NewConversation();
        var writer = journal.Open(id);
        var appends = Enumerable.Range(1, 2_000).Select(seq => writer.Append(Message(id, seq))).ToArray();
        await journal.StopAsync(CancellationToken.None);

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendResult.Committed, result));
        Assert.Equal(AppendResult.Unavailable, await journal.Open(id).Append(Message(id, 2_001)));
    }
}
