using OrleansChat.Grains.Journal;
using static OrleansChat.Grains.Tests.Journal.JournalFixture;

namespace OrleansChat.Grains.Tests.Journal;

public sealed class JournalQueueTests
{
    private readonly JournalQueue _queue = New(minBeside: 1);

    [Fact]
    public async Task A_conversation_waits_while_it_is_in_an_open_batch()
    {
        Add("a", 3);
        var first = await Take();
        Assert.Equal([("a", 3)], Parts(first));
        Add("a", 2);
        Add("b", 1);
        Assert.Equal([("b", 1)], Parts(await Take()));

        _queue.End(first);
        Assert.Equal([("a", 2)], Parts(await Take()));
    }

    [Fact]
    public async Task One_that_writes_much_leaves_room_for_the_others()
    {
        Add("much", 50);
        Add("b", 1);
        Add("c", 1);
        Assert.Equal([("much", 3), ("b", 1), ("c", 1)], Parts(await Take()));
    }

    [Fact]
    public async Task One_that_writes_much_does_not_keep_a_quiet_one_from_the_next_batch()
    {
        Add("much", 100);
        for (var i = 0; i < 5; i++)
        {
            Add("quiet", 1);
            var batch = await Take();
            Assert.Contains(("quiet", 1), Parts(batch));
            _queue.End(batch);
        }
    }

    [Fact]
    public async Task No_quiet_conversation_waits_for_an_open_batch_of_a_loud_one()
    {
        var queue = New(minBeside: 64, loudFrom: 8);
        Assert.True((await TakeLoud(queue)).IsLoud);

        Add(queue, "quiet", 1);
        var quiet = await Take(queue);
        Assert.False(quiet.IsLoud);
        Assert.Equal([("quiet", 1)], Parts(quiet));
    }

    [Fact]
    public async Task A_loud_conversation_has_short_batches_and_shorter_ones_while_quiet_ones_write()
    {
        var queue = New(minBeside: 64, maxBatch: 100, loudFrom: 8);
        var loud = await TakeLoud(queue);
        // The one that it began with was small, and counts as quiet for a while.
        Assert.Equal([("loud", 4)], Parts(loud));
        Assert.True(queue.HasQuiet);
        while (queue.HasQuiet)
            loud = await Next(queue, loud);
        Assert.Equal([("loud", 8)], Parts(await Next(queue, loud)));

        Add(queue, "quiet", 1);
        await Take(queue);
        Assert.True(queue.HasQuiet);
    }

    [Fact]
    public async Task A_quiet_conversation_has_its_whole_share()
    {
        var queue = New(minBeside: 64, maxBatch: 100, loudFrom: 8);
        Add(queue, "a", 12);
        Assert.Equal([("a", 8)], Parts(await Take(queue)));
    }

    [Fact]
    public async Task What_takes_no_version_makes_nobody_loud_and_holds_up_no_message()
    {
        var queue = New(minBeside: 64, maxBatch: 100, loudFrom: 8);
        Add(queue, "a", 1);
        var first = await Take(queue);
        for (var i = 0; i < 50; i++)
            Assert.True(queue.TryAdd(Pending(new Append("a") { Cursor = new CursorRow("u.1", i, i) })));
        Add(queue, "a", 7);

        var second = await Next(queue, first);
        Assert.False(second.IsLoud);
        Assert.Equal([("a", 57)], Parts(second));
    }

    [Fact]
    public async Task A_conversation_is_loud_as_long_as_half_as_many_wait()
    {
        var queue = New(minBeside: 64, loudFrom: 8);
        var loud = await TakeLoud(queue, waiting: 8);
        Assert.True(loud.IsLoud);
        Assert.Equal([("loud", 4)], Parts(loud));

        var second = await Next(queue, loud);
        Assert.True(second.IsLoud);
        Add(queue, "loud", 3);
        Assert.False((await Next(queue, second)).IsLoud);
    }

    [Fact]
    public async Task A_loud_conversation_that_pauses_is_no_quiet_one_to_itself()
    {
        var queue = New(minBeside: 64, loudFrom: 8);
        var loud = await TakeLoud(queue, waiting: 147);
        while (queue.HasQuiet)
            loud = await Next(queue, loud);
        while (loud.IsLoud)
            loud = await Next(queue, loud);
        queue.End(loud);
        Add(queue, "loud", 1);

        Assert.False((await Take(queue)).IsLoud);
        Assert.False(queue.HasQuiet);
    }

    [Fact]
    public async Task Neither_kind_has_more_than_its_open_batches()
    {
        var queue = New(minBeside: 1, loudFrom: 8, maxOpen: 2);
        Add(queue, "a", 1);
        var a = await Take(queue);
        Add(queue, "a", 20);
        Add(queue, "b", 1);
        await Take(queue);
        queue.End(a);
        Add(queue, "c", 1);
        Assert.Equal([("c", 1)], Parts(await Take(queue)));

        // Two quiet ones are open: not this one, though its kind comes first.
        Add(queue, "d", 1);
        Assert.True((await Take(queue)).IsLoud);
    }

    [Fact]
    public async Task A_closed_queue_hands_out_both_kinds_in_large_batches()
    {
        var queue = New(minBeside: 64, maxBatch: 100, loudFrom: 8);
        var loud = await TakeLoud(queue, waiting: 250);
        Add(queue, "quiet", 1);
        queue.Close(readers: 1);
        Assert.False(queue.HasQuiet);

        Assert.Equal([("quiet", 1)], Parts(await Take(queue)));
        queue.End(loud);
        Assert.Equal([("loud", 100)], Parts(loud = await Take(queue)));
        Assert.Equal([("loud", 100)], Parts(loud = await Next(queue, loud)));
        Assert.Equal([("loud", 46)], Parts(loud = await Next(queue, loud)));
        queue.End(loud);
        Assert.Null(await queue.Take(CancellationToken.None));
    }

    [Fact]
    public async Task Beside_an_open_batch_a_small_one_is_not_worth_a_commit()
    {
        var queue = New(minBeside: 2);
        Add(queue, "a", 1);
        Assert.Equal([("a", 1)], Parts(await Take(queue)));

        var next = Take(queue);
        Add(queue, "b", 5);
        Assert.False(next.IsCompleted);
        Add(queue, "c", 1);
        Assert.Equal([("b", 5), ("c", 1)], Parts(await next));
    }

    [Fact]
    public async Task What_was_not_worth_a_commit_of_its_own_is_the_next_batch()
    {
        var queue = New(minBeside: 2);
        Add(queue, "a", 1);
        var first = await Take(queue);
        Add(queue, "b", 1);
        queue.End(first);
        Assert.Equal([("b", 1)], Parts(await Take(queue)));
    }

    [Fact]
    public async Task An_open_batch_that_takes_long_holds_up_nobody_else()
    {
        var queue = New(minBeside: 2);
        Add(queue, "a", 1);
        var longOne = await Take(queue);
        Add(queue, "b", 1);
        queue.LetPass(longOne);
        var second = await Take(queue);
        Assert.Equal([("b", 1)], Parts(second));

        // However many follow while it is open.
        queue.End(second);
        Add(queue, "c", 1);
        var third = await Take(queue);
        Assert.Equal([("c", 1)], Parts(third));
        queue.End(longOne);

        // What follows on it waits for the others again.
        Add(queue, "a", 1);
        var next = Take(queue);
        Assert.False(next.IsCompleted);
        queue.End(third);
        Assert.Equal([("a", 1)], Parts(await next));
    }

    [Fact]
    public async Task A_batch_is_no_longer_than_its_limit()
    {
        for (var i = 0; i < 30; i++)
            Add($"c{i}", 2);
        Assert.Equal(10, Parts(await Take()).Sum(part => part.Count));
        Assert.Equal(10, Parts(await Take()).Sum(part => part.Count));
    }

    [Fact]
    public async Task A_full_line_takes_no_more()
    {
        Add("a", 1_000);
        Assert.False(_queue.TryAdd(Pending("a")));
        Assert.True(_queue.TryAdd(Pending("b")));
        Assert.NotEmpty(Parts(await Take()));
    }

    [Fact]
    public async Task A_closed_queue_hands_out_what_it_has_and_then_nothing()
    {
        Add("a", 1);
        _queue.Close(readers: 1);
        Assert.False(_queue.TryAdd(Pending("a")));
        Assert.Equal([("a", 1)], Parts(await Take()));
        Assert.Null(await _queue.Take(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_drained_is_of_one_writer()
    {
        Add("a", 1);
        var first = await Take();
        var (old, young) = (new JournalWriter(null!, "a"), new JournalWriter(null!, "a"));
        var (behind, next) = (Pending(Message("a", 2), old), Pending(Message("a", 2), young));
        Assert.True(_queue.TryAdd(behind) && _queue.TryAdd(next));

        Assert.Equal([behind], _queue.Drain(old));
        Assert.Empty(_queue.Drain(old));
        _queue.End(first);
        Assert.Equal([next], (await Take()).Parts.Single());
    }

    private static JournalQueue New(int minBeside, int maxBatch = 10, int loudFrom = 100, int maxOpen = 10) =>
        new(maxBatch, maxPerConversation: 1_000, minBeside, loudFrom, maxOpen);

    /// <summary>The batch that follows on a conversation's first one.</summary>
    /// <param name="waiting">Behind the first one.</param>
    private static async Task<JournalBatch> TakeLoud(JournalQueue queue, int waiting = 500)
    {
        Add(queue, "loud", 1);
        var first = await Take(queue);
        Add(queue, "loud", waiting);
        return await Next(queue, first);
    }

    private static Task<JournalBatch> Next(JournalQueue queue, JournalBatch before)
    {
        queue.End(before);
        return Take(queue);
    }

    private void Add(string conversationId, int count) => Add(_queue, conversationId, count);

    private static void Add(JournalQueue queue, string conversationId, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.True(queue.TryAdd(Pending(conversationId)));
    }

    private static PendingAppend Pending(string conversationId) => Pending(Message(conversationId, 1));

    private static PendingAppend Pending(Append append, JournalWriter? writer = null) =>
        new(append, writer ?? new JournalWriter(null!, append.ConversationId), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private Task<JournalBatch> Take() => Take(_queue);

    private static async Task<JournalBatch> Take(JournalQueue queue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return Assert.IsType<JournalBatch>(await queue.Take(patience.Token));
    }

    private static (string Id, int Count)[] Parts(JournalBatch batch) =>
        [.. batch.Parts.Select(part => (part[0].Append.ConversationId, part.Count))];
}
