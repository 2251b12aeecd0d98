using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Tests.Journal;

namespace OrleansChat.Grains.Tests.Conversations;

/// <summary>One sender's messages that are on their way together. The log runs as in a grain: one step at a time.</summary>
public sealed class SenderOrderTests(JournalFixture fixture) : IClassFixture<JournalFixture>, IAsyncLifetime
{
    private const string Ann = "u.ann";
    private const string Bob = "u.bob";

    private readonly string _conversation = JournalFixture.NewConversation();
    private readonly TaskScheduler _grain = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private Database _database = null!;
    private MessageLog _log = null!;

    public async Task InitializeAsync()
    {
        _database = new Database(fixture.Database.ConnectionString);
        await Load();
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task What_a_message_waits_for_holds_up_its_sender_and_nobody_else()
    {
        var image = new TaskCompletionSource<Outcome<MessageParts>>();
        var (slow, quick) = (Send(Ann, NewMessage(), new(image.Task)), Send(Ann, NewMessage()));
        Assert.Equal(1, (await Send(Bob, NewMessage())).Required.Seq);
        Assert.False(quick.IsCompleted);
        image.SetResult(MessageParts.None);
        Assert.Equal((2, 3), ((await slow).Required.Seq, (await quick).Required.Seq));
    }

    [Fact]
    public async Task Whoever_is_behind_a_refused_message_still_waits_for_the_one_before_it()
    {
        var image = new TaskCompletionSource<Outcome<MessageParts>>();
        var slow = Send(Ann, NewMessage(), new(image.Task));
        var refused = Send(Ann, NewMessage(), new(Error.NotFound));
        var quick = Send(Ann, NewMessage());
        Assert.Equal(ErrorCode.NotFound, (await refused).Error?.Code);
        Assert.Equal(1, (await Send(Bob, NewMessage())).Required.Seq);
        Assert.False(quick.IsCompleted);
        image.SetResult(MessageParts.None);
        Assert.Equal((2, 3), ((await slow).Required.Seq, (await quick).Required.Seq));
    }

    [Fact]
    public async Task A_copy_of_a_message_that_waits_is_that_message()
    {
        var image = new TaskCompletionSource<Outcome<MessageParts>>();
        var message = NewMessage();
        var (first, copy) = (Send(Ann, message, new(image.Task)), Send(Ann, message));
        image.SetResult(MessageParts.None);
        Assert.Equal((await first).Required with { Duplicate = true }, (await copy).Required);
    }

    [Fact]
    public async Task Old_repetitions_between_new_messages_put_none_before_another()
    {
        NewMessage[] old = [NewMessage(), NewMessage(), NewMessage()];
        foreach (var message in old)
            await Send(Ann, message);
        // So many that the log knows the old ones from the table alone.
        await Task.WhenAll(Enumerable.Range(0, RecentAcks.Capacity + 10).Select(_ => Send(Bob, NewMessage())));
        await Load();

        var sends = Enumerable.Range(0, 90).Select(i => Send(Ann, i % 30 == 5 ? old[i / 30] : NewMessage())).ToList();
        var acks = (await Task.WhenAll(sends)).Select(ack => ack.Required).ToList();
        Assert.Equal([1L, 2, 3], acks.Where(ack => ack.Duplicate).Select(ack => ack.Seq));
        var first = RecentAcks.Capacity + 14;
        Assert.Equal(Enumerable.Range(first, 87).Select(seq => (long)seq), acks.Where(ack => !ack.Duplicate).Select(ack => ack.Seq));
    }

    private static NewMessage NewMessage() => new(Guid.NewGuid(), "hello", null);

    private async Task Load()
    {
        _log = new MessageLog(_conversation, new MessageStore(_database), await fixture.Start(), TimeProvider.System)
        {
            Publish = (_, _) => { },
            PublishAgain = _ => { },
            CursorMoved = _ => { },
        };
        await _log.Load();
    }

    private Task<Outcome<Ack>> Send(string senderId, NewMessage message, ValueTask<Outcome<MessageParts>>? parts = null) => Task.Factory
        .StartNew(() => _log.Send(senderId, message, () => parts ?? new(MessageParts.None), () => null), default, default, _grain).Unwrap();
}
