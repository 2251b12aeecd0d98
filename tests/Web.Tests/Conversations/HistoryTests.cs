namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Reading stretches of a conversation of ten messages.</summary>
[Collection(ChatCollection.Name)]
public sealed class HistoryTests(ChatFixture chat)
{
    private const int Count = 10;

    /// <summary>before, after, around, limit → first and last seq (0 for none), hasBefore, hasAfter.</summary>
    private static readonly
        (long? Before, long? After, long? Around, int? Limit, long First, long Last, bool HasBefore, bool HasAfter)[] Stretches =
    [
        (null, null, null, null, 1, 10, false, false),
        (null, null, null, 3, 8, 10, true, false),
        (null, null, null, 10, 1, 10, false, false),
        (null, null, null, 200, 1, 10, false, false),
        (8, null, null, 3, 5, 7, true, true),
        (4, null, null, 3, 1, 3, false, true),
        (3, null, null, 3, 1, 2, false, true),
        (1, null, null, 3, 0, 0, false, true),
        (0, null, null, 3, 0, 0, false, true),
        (11, null, null, 3, 8, 10, true, false),
        (1_000, null, null, 3, 8, 10, true, false),
        ((1L << 53) - 1, null, null, 3, 8, 10, true, false),
        (null, 0, null, 3, 1, 3, false, true),
        (null, 5, null, 3, 6, 8, true, true),
        (null, 7, null, 3, 8, 10, true, false),
        (null, 9, null, 3, 10, 10, true, false),
        (null, 10, null, 3, 0, 0, true, false),
        (null, (1L << 53) - 1, null, 3, 0, 0, true, false),
        (null, null, 5, 3, 4, 6, true, true),
        (null, null, 1, 4, 1, 2, false, true),
        (null, null, 10, 3, 9, 10, true, false),
        (null, null, 1_000, 3, 9, 10, true, false),
    ];

    [Fact]
    public async Task Every_stretch_has_the_right_messages_and_tells_what_lies_beyond()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, Count);

        foreach (var (before, after, around, limit, first, last, hasBefore, hasAfter) in Stretches)
        {
            var history = await bob.History(conversation, before, after, around, limit);
            var expected = first == 0 ? [] : Enumerable.Range((int)first, (int)(last - first + 1)).Select(seq => (long)seq);
            var query = $"before {before}, after {after}, around {around}, limit {limit}";
            Assert.True(expected.SequenceEqual(history.Seqs()), $"{query}: got {string.Join(' ', history.Seqs())}");
            Assert.True((hasBefore, hasAfter) == (history.HasBefore, history.HasAfter), $"{query}: {history.HasBefore}, {history.HasAfter}");
        }
    }

    [Fact]
    public async Task An_empty_conversation_has_an_empty_history()
    {
        var (alice, _, conversation) = await chat.DirectChat();
        var history = await alice.History(conversation);
        Assert.Empty(history.Items);
        Assert.False(history.HasBefore || history.HasAfter);
    }

    [Fact]
    public async Task Pages_back_to_the_beginning_hold_every_message_once()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.SendMany(conversation, 450);
        Assert.Equal(Enumerable.Range(1, 450), (await bob.WholeHistory(conversation)).Select(message => (int)message.Seq));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("before=-1", "before")]
    [InlineData("before=", "before")]
    [InlineData("after=1.5", "after")]
    [InlineData("around=9007199254740992", "around")]
    [InlineData("before=99999999999999999999999", "before")]
    [InlineData("before=5&after=2", "before")]
    public async Task A_wrong_query_is_refused_by_name(string query, string field)
    {
        var alice = chat.Somebody;
        var group = await alice.CreateGroup("history");
        var reading = alice.Call<JsonElement>(HttpMethod.Get, $"conversations/{group.Id}/messages?{query}");
        var refusal = await reading.MustBeRefused("validation_failed");
        Assert.Contains($"\"{field}\":[", refusal.Message, StringComparison.Ordinal);
    }
}
