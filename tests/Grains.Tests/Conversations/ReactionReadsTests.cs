using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Tests.Journal;

namespace OrleansChat.Grains.Tests.Conversations;

/// <summary>A message that many react to: each reaction costs the same, and gives what a reading of the tables gives.</summary>
public sealed class ReactionReadsTests(JournalFixture fixture) : IClassFixture<JournalFixture>, IAsyncLifetime
{
    private readonly string _id = JournalFixture.NewConversation();
    private readonly Database _reads = new(fixture.Database.ConnectionString);
    private MessageStore _store = null!;
    private MessageLog _log = null!;
    private MessageChanger _changer = null!;

    public async Task InitializeAsync()
    {
        await Activate();
        Assert.Null((await _log.Send("u.ann", new NewMessage(Guid.NewGuid(), "hello", null), () => new(MessageParts.None), () => null)).Error);
    }

    /// <summary>What the conversation's grain does when it is loaded.</summary>
    private async Task Activate()
    {
        _store = new MessageStore(_reads);
        _log = new MessageLog(_id, _store, await fixture.Start(), TimeProvider.System)
        {
            Publish = (_, _) => { },
            PublishAgain = _ => { },
            CursorMoved = _ => { },
        };
        await _log.Load();
        _changer = new MessageChanger(_id, _log, _store) { PinsChanged = () => { }, ImageReleased = _ => { } };
    }

    public async Task DisposeAsync() => await _reads.DisposeAsync();

    [Fact]
    public async Task Only_the_first_reaction_reads()
    {
        await React(0, "👍");
        await _reads.DisposeAsync();
        for (var user = 1; user < 150; user++)
            await React(user, user % 3 == 0 ? "🎉" : "👍");
        var message = await React(0, "👍", on: false);
        Assert.Equal([(100, "👍"), (49, "🎉")], message.Reactions.OrderByDescending(kind => kind.Count).Select(kind => (kind.Count, kind.Emoji)));
        Assert.Equal(message, await React(0, "👍", on: false));
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => _store.Find(_id, 1));
    }

    [Fact]
    public async Task With_more_reactors_than_are_kept_the_answer_is_what_the_tables_say()
    {
        for (var user = 0; user < ReactedMessages.MaxFirst + 60; user++)
            await React(user, "👍");
        await MustBeStored(await React(3, "🎉"));
        // Twice the same, one whom clients see, one whom they do not, and so many that the rest must be read again.
        var last = ReactedMessages.MaxFirst + 50;
        await MustBeStored(await React(last, "👍"));
        await MustBeStored(await React(last, "👍", on: false));
        await MustBeStored(await React(last, "👍"));
        for (var user = 0; user < 130; user++)
        {
            var message = await React(user, "👍", on: false);
            if (user % 10 == 0)
                await MustBeStored(message);
        }
        await MustBeStored(await React(3, "🎉", on: false));
    }

    [Fact]
    public async Task What_others_change_is_seen_by_the_next_reaction()
    {
        await React(1, "👍");
        Assert.Null((await _changer.Change(1, MessageChanges.Edit("u.ann", "edited", []))).Error);
        Assert.Equal("edited", (await React(2, "👍")).Content);
        Assert.Null((await _changer.Change(1, MessageChanges.Delete("u.ann", false))).Error);
        Assert.Equal(ErrorCode.Gone, (await _changer.React("u.3", 1, "👍", on: true, () => null)).Error?.Code);
    }

    [Fact]
    public async Task When_another_activation_has_written_nothing_more_is_and_the_next_one_reads_the_tables()
    {
        await React(1, "👍");
        await fixture.Database.Execute($"""
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('{_id}', 3, 1);
            UPDATE messages SET version = 3, content = 'by another activation' WHERE conversation_id = '{_id}';
            INSERT INTO reactions (conversation_id, seq, reaction, user_id, version) VALUES ('{_id}', 1, '🎉', 'u.9', 3);
            """);
        foreach (var user in new[] { "u.2", "u.3" })
            Assert.Equal(ErrorCode.Unavailable, (await _changer.React(user, 1, "👍", on: true, () => null)).Error?.Code);
        Assert.True(_log.IsFenced);

        await Activate();
        var message = await React(2, "👍");
        Assert.Equal((4, "by another activation", 2), (message.Version, message.Content, message.Reactions.Length));
        await MustBeStored(message);
    }

    private async Task<Message> React(int user, string emoji, bool on = true) =>
        (await _changer.React($"u.{user}", 1, emoji, on, () => null)).Required;

    private async Task MustBeStored(Message message)
    {
        var stored = (await _store.Find(_id, 1))!;
        Assert.Equal(Text(stored), Text(message));
    }

    private static string Text(Message message) =>
        $"{message with { Reactions = [], Mentions = [] }} {string.Join(';', message.Reactions.Select(kind => $"{kind.Emoji} {kind.Count} {string.Join(',', kind.UserIds)}"))}";
}
