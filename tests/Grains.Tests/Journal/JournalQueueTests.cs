using OrleansChat.Grains.Journal;
using static OrleansChat.Grains.Tests.Journal.JournalFixture;

namespace OrleansChat.Grains.Tests.Journal;

public sealed class JournalQueueTests
{
    private readonly JournalQueue _queue = new(maxBatch: 10, maxPerConversation: 100, minBeside: 1);

    [Fact]
    public async Task A_conversation_waits_while_it_is_in_an_open_batch()
    {
        Add("a", 3);
        Assert.Equal([("a", 3)], await Take());
        Add("a", 2);
        Add("b", 1);
        Assert.Equal([("b", 1)], await Take());

        _queue.End(["a"]);
        Assert.Equal([("a", 2)], await Take());
    }

    [Fact]
    public async Task A_loud_conversation_leaves_room_for_the_others()
    {
        Add("loud", 50);
        Add("b", 1);
        Add("c", 1);
        Assert.Equal([("loud", 3), ("b", 1), ("c", 1)], await Take());
    }

    [Fact]
    public async Task A_loud_conversation_does_not_keep_a_quiet_one_from_the_next_batch()
    {
        Add("loud", 100);
        for (var i = 0; i < 5; i++)
        {
            Add("quiet", 1);
            Assert.Contains(("quiet", 1), await Take());
            _queue.End(["loud", "quiet"]);
        }
    }

    [Fact]
    public async Task Beside_an_open_batch_a_small_one_is_not_worth_a_commit()
    {
        var queue = new JournalQueue(maxBatch: 10, maxPerConversation: 100, minBeside: 2);
        Add(queue, "a", 1);
        Assert.Equal([("a", 1)], await Take(queue));

        var next = Take(queue);
        Add(queue, "b", 5);
        Assert.False(next.IsCompleted);
        Add(queue, "c", 1);
        Assert.Equal([("b", 5), ("c", 1)], await next);
    }

    [Fact]
    public async Task What_was_not_worth_a_commit_of_its_own_is_the_next_batch()
    {
        var queue = new JournalQueue(maxBatch: 10, maxPerConversation: 100, minBeside: 2);
        Add(queue, "a", 1);
        await Take(queue);
        Add(queue, "b", 1);
        queue.End(["a"]);
        Assert.Equal([("b", 1)], await Take(queue));
    }

    [Fact]
    public async Task An_open_batch_that_takes_long_holds_up_nobody_else()
    {
        var queue = new JournalQueue(maxBatch: 10, maxPerConversation: 100, minBeside: 2);
        Add(queue, "a", 1);
        await Take(queue);
        Add(queue, "b", 1);
        queue.LetPass();
        Assert.Equal([("b", 1)], await Take(queue));

        // However many follow while it is open.
        queue.End(["b"]);
        Add(queue, "c", 1);
        Assert.Equal([("c", 1)], await Take(queue));
        queue.End(["a"], isAwaited: false);

        // What follows on it waits for the others again.
        Add(queue, "a", 1);
        var next = Take(queue);
        Assert.False(next.IsCompleted);
        queue.End(["c"]);
        Assert.Equal([("a", 1)], await next);
    }

    [Fact]
    public async Task A_batch_is_no_longer_than_its_limit()
    {
        for (var i = 0; i < 30; i++)
            Add($"c{i}", 2);
        Assert.Equal(10, (await Take()).Sum(part => part.Count));
        Assert.Equal(10, (await Take()).Sum(part => part.Count));
    }

    [Fact]
    public async Task A_full_line_takes_no_more()
    {
        Add("a", 100);
        Assert.False(_queue.TryAdd(Pending("a")));
        Assert.True(_queue.TryAdd(Pending("b")));
        Assert.NotEmpty(await Take());
    }

    [Fact]
    public async Task A_closed_queue_hands_out_what_it_has_and_then_nothing()
    {
        Add("a", 1);
        _queue.Close(readers: 1);
        Assert.False(_queue.TryAdd(Pending("a")));
        Assert.Equal([("a", 1)], await Take());
        Assert.Null(await _queue.Take(CancellationToken.None));
    }

    private void Add(string conversationId, int count) => Add(_queue, conversationId, count);

    private static void Add(JournalQueue queue, string conversationId, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True(queue.TryAdd(Pending(conversationId)));
    }

    private static PendingAppend Pending(string conversationId) =>
        new(Message(conversationId, 1), new JournalWriter(null!, conversationId), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private Task<(string Id, int Count)[]> Take() => Take(_queue);

    private static async Task<(string Id, int Count)[]> Take(JournalQueue queue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var batch = await queue.Take(patience.Token);
        return [.. batch!.Select(part => (part[0].Append.ConversationId, part.Count))];
    }
}
