using OrleansChat.Grains.Journal;
using static OrleansChat.Grains.Tests.Journal.JournalFixture;

namespace OrleansChat.Grains.Tests.Journal;

public sealed class JournalQueueTests
{
    private readonly JournalQueue _queue = new(maxBatch: 10, maxPerConversation: 100);

    [Fact]
    public async Task A_conversation_waits_while_it_is_in_an_open_batch()
    {
        Add("a", 3);
        Assert.Equal([("a", 3)], await Take());
        Add("a", 2);
        Add("b", 1);
        Assert.Equal([("b", 1)], await Take());

        _queue.Release("a");
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

    private void Add(string conversationId, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True(_queue.TryAdd(Pending(conversationId)));
    }

    private static PendingAppend Pending(string conversationId) =>
        new(Message(conversationId, 1), new JournalWriter(null!, conversationId), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private async Task<(string Id, int Count)[]> Take()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var batch = await _queue.Take(patience.Token);
        return [.. batch!.Select(part => (part[0].Append.ConversationId, part.Count))];
    }
}
