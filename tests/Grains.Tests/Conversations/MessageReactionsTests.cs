using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Tests.Conversations;

public sealed class MessageReactionsTests
{
    private static readonly Message Plain = new(
        "d.x", 1, 1, Guid.NewGuid(), "u.sender", MessageType.Text, "text", null, null, [], [], DateTimeOffset.UnixEpoch, null, null);

    [Fact]
    public void Whatever_is_added_and_taken_back_the_message_is_what_a_reading_of_the_rows_gives()
    {
        var random = new Random(7);
        var rows = new List<Row>();
        for (var version = 2L; version < 4_000; version++)
        {
            var change = new ReactionChange($"u.{random.Next(120)}", $"emoji {random.Next(22)}", random.Next(5) > 0);
            var present = Plain with { Reactions = View(rows) };
            var changed = MessageReactions.Change(present, Kinds(rows, change.UserId), change);
            var exists = rows.Exists(row => row.UserId == change.UserId && row.Emoji == change.Emoji);
            if (changed.Error is { } error)
            {
                Assert.Equal(ErrorCode.Conflict, error.Code);
                Assert.True(change.On && !exists && View(rows).Length == ReactionRules.MaxKinds);
                continue;
            }
            if (exists == change.On)
            {
                Assert.Same(present, changed.Required);
                continue;
            }
            if (change.On)
                rows.Add(new Row(change.UserId, change.Emoji, version));
            else
                rows.RemoveAll(row => row.UserId == change.UserId && row.Emoji == change.Emoji);
            Assert.Equal(Text(View(rows)), Text(changed.Required.Reactions));
        }
    }

    [Fact]
    public void The_first_one_who_is_not_named_takes_the_place_of_one_who_goes()
    {
        List<Row> rows = [.. Enumerable.Range(0, 150).Select(i => new Row($"u.{i}", "👍", i + 2))];
        var added = MessageReactions.Change(Plain, Kinds(rows, "u.new"), new ReactionChange("u.new", "👍", On: true)).Required.Reactions.Single();
        Assert.Equal((151, 100, "u.99"), (added.Count, added.UserIds.Length, added.UserIds[^1]));
        var left = MessageReactions.Change(Plain, Kinds(rows, "u.0"), new ReactionChange("u.0", "👍", On: false)).Required.Reactions.Single();
        Assert.Equal((149, 100, "u.100"), (left.Count, left.UserIds.Length, left.UserIds[^1]));
        var late = MessageReactions.Change(Plain, Kinds(rows, "u.149"), new ReactionChange("u.149", "👍", On: false)).Required.Reactions.Single();
        Assert.Equal((149, 100, "u.99"), (late.Count, late.UserIds.Length, late.UserIds[^1]));
    }

    [Fact]
    public void Deleted_and_system_messages_take_none()
    {
        var change = new ReactionChange("u.1", "👍", On: true);
        Assert.Equal(ErrorCode.Gone, MessageReactions.Change(Plain with { DeletedAt = DateTimeOffset.UnixEpoch }, [], change).Error?.Code);
        Assert.Equal(ErrorCode.Forbidden, MessageReactions.Change(Plain with { Type = MessageType.System }, [], change).Error?.Code);
    }

    private static List<ReactionKind> Kinds(List<Row> rows, string callerId) =>
    [
        .. rows.GroupBy(row => row.Emoji).Select(kind => new ReactionKind(
            kind.Key,
            kind.Count(),
            [.. kind.OrderBy(row => row.Version).Take(MessageRows.MaxReactors + 1).Select(row => (row.UserId, row.Version))],
            kind.Any(row => row.UserId == callerId))),
    ];

    private static ImmutableArray<Reaction> View(List<Row> rows) =>
    [
        .. rows.GroupBy(row => row.Emoji).OrderBy(kind => kind.Min(row => row.Version)).Select(kind => new Reaction(
            kind.Key, kind.Count(), [.. kind.OrderBy(row => row.Version).Take(MessageRows.MaxReactors).Select(row => row.UserId)])),
    ];

    private static string Text(ImmutableArray<Reaction> reactions) =>
        string.Join(';', reactions.Select(reaction => $"{reaction.Emoji} {reaction.Count} {string.Join(',', reaction.UserIds)}"));

    private sealed record Row(string UserId, string Emoji, long Version);
}
