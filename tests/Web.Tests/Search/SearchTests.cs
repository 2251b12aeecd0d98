using System.Collections.Immutable;
using OrleansChat.Search;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Search;

/// <summary>Finding messages again. Words are made up for each test, since people and their other conversations are shared.</summary>
[Collection(ChatCollection.Name)]
public sealed class SearchTests(ChatFixture chat)
{
    [Fact]
    public async Task A_message_is_found_by_both_and_by_nobody_else()
    {
        var (alice, bob, id) = await chat.DirectChat();
        var word = NewWord();
        var ack = await alice.Send(id, $"Le café <b>{word}</b> est là");
        var hit = Assert.Single(await alice.SearchUntil(Finds(1), $"CAFE {word.ToUpperInvariant()}"));
        Assert.Equal((id, ack.Seq, alice.Id), (hit.Message.ConversationId, hit.Message.Seq, hit.Message.SenderId));
        Assert.Equal($"Le <mark>café</mark> &lt;b&gt;<mark>{word}</mark>&lt;/b&gt; est là", hit.Snippet);
        Assert.InRange(hit.Rank, 0.01, 1);
        Assert.Equal(ack.Seq, Assert.Single((await bob.Search(word)).Items).Message.Seq);
        var stranger = await chat.NewUser();
        Assert.Empty((await stranger.Search(word)).Items);
        await stranger.Search(word, $"conversationId={id}").MustBeRefused("not_found");
    }

    [Fact]
    public async Task Who_leaves_finds_nothing_and_who_joins_finds_what_was()
    {
        var people = chat.People(3);
        var (owner, leaver, joiner) = (people[0], people[1], people[2]);
        var group = (await owner.CreateGroup("search", leaver)).Id;
        var word = NewWord();
        await owner.Send(group, word);
        await leaver.SearchUntil(Finds(1), word);
        Assert.Empty((await joiner.Search(word)).Items);

        await leaver.Leave(group);
        await owner.AddMembers(group, joiner);
        Assert.Empty((await leaver.Search(word)).Items);
        await leaver.Search(word, $"conversationId={group}").MustBeRefused("not_found");
        Assert.Single((await joiner.Search(word)).Items);
    }

    [Fact]
    public async Task Edits_and_deletes_are_followed()
    {
        var (alice, bob, id) = await chat.DirectChat();
        var (before, after) = (NewWord(), NewWord());
        var ack = await alice.Send(id, before);
        await bob.SearchUntil(Finds(1), before);
        await alice.Edit(id, ack.Seq, after);
        await bob.SearchUntil(Finds(1), after);
        Assert.Empty((await bob.Search(before)).Items);
        await alice.Delete(id, ack.Seq);
        await bob.SearchUntil(Finds(0), after);
    }

    [Fact]
    public async Task Phrases_exclusions_and_prefixes_narrow_the_search()
    {
        var (alice, _, id) = await chat.DirectChat();
        var word = NewWord();
        await alice.Send(id, $"{word} red wine");
        await alice.Send(id, $"{word} wine, not red");
        await alice.Send(id, $"{word} winter");
        await alice.SearchUntil(Finds(3), word);
        Assert.Equal([1, 2], (await Seqs(alice, $"{word} red wine")).Order());
        Assert.Equal([1], await Seqs(alice, $"{word} \"red wine\""));
        Assert.Equal([3], await Seqs(alice, $"{word} -wine"));
        Assert.Equal([1, 2, 3], (await Seqs(alice, $"{word} win*")).Order());
        Assert.Equal([1, 2], (await Seqs(alice, $"{word[..^1]}* wine")).Order());
        Assert.Empty(await Seqs(alice, $"-{word}"));
    }

    [Theory]
    [InlineData("我们明天去北京大学", "北京", "京")]
    [InlineData("東京タワーへ行く", "タワー", "行")]
    [InlineData("오늘학교에서만나요", "학교", "만")]
    [InlineData("วันนี้อากาศดีมาก", "อากาศ", "ด")]
    [InlineData("Grüße aus Gießen", "GRUSSE giessen", "gruße")]
    [InlineData("nice 👍🏽👨‍👩‍👧", "👨‍👩‍👧", "👍")]
    [InlineData("see https://docs.example.com/get-started?v=2", "example.com", "https://docs.example.com/get-started?v=2")]
    public async Task Every_script_is_searched(string text, string first, string second)
    {
        var (alice, _, id) = await chat.DirectChat();
        await alice.Send(id, text);
        await alice.SearchUntil(Finds(1), first, $"conversationId={id}");
        Assert.Equal([1], await Seqs(alice, second, $"conversationId={id}"));
        Assert.Empty(await Seqs(alice, first + NewWord(), $"conversationId={id}"));
    }

    [Fact]
    public async Task Filters_narrow_the_search()
    {
        var (alice, bob, id) = await chat.DirectChat();
        var group = (await alice.CreateGroup("filters", bob)).Id;
        var word = NewWord();
        await alice.Send(id, $"{word} one");
        await bob.Send(id, $"{word} two");
        await bob.Send(group, $"{word} three");
        var all = (await alice.SearchUntil(Finds(3), word)).OrderBy(hit => hit.Message.CreatedAt).ToArray();
        Assert.Equal(["one", "two"], await Ends($"conversationId={id}"));
        Assert.Equal(["two", "three"], await Ends($"senderId={bob.Id}"));
        Assert.Equal(["two"], await Ends($"senderId={bob.Id}&conversationId={id}"));
        Assert.Equal(["one"], await Ends($"before={Time(1)}"));
        Assert.Equal(["three"], await Ends($"after={Time(1)}"));
        Assert.Equal(["two"], await Ends($"after={Time(0)}&before={Time(2)}"));
        Assert.Empty(await Ends($"senderId={chat.Somebody.Id}"));

        string Time(int index) => Uri.EscapeDataString(all[index].Message.CreatedAt.ToString("O"));
        async Task<IEnumerable<string>> Ends(string filter) => (await alice.Search(word, filter)).Items
            .OrderBy(hit => hit.Message.CreatedAt).Select(hit => hit.Message.Content.Split(' ')[1]);
    }

    [Fact]
    public async Task More_hits_in_a_message_rank_first_and_of_equals_the_newest()
    {
        var (alice, _, id) = await chat.DirectChat();
        var (word, other) = (NewWord(), NewWord());
        await alice.Send(id, $"{word} {word} {word}");
        await alice.Send(id, $"{word} far away from {other}");
        await alice.Send(id, $"{word} {other}");
        await alice.Send(id, $"{word}");
        await alice.SearchUntil(Finds(4), word);
        Assert.Equal([1, 4, 3, 2], await Seqs(alice, word));
        Assert.Equal([3, 2], await Seqs(alice, $"{other} {word}"));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_doubles_or_holes_while_messages_arrive()
    {
        var (alice, bob, id) = await chat.DirectChat();
        var word = NewWord();
        for (var i = 0; i < 25; i++)
            await alice.Send(id, i % 3 == 0 ? $"{word} {word}" : word);
        await bob.SearchUntil(Finds(25), word);

        var seqs = new List<long>();
        var pages = 0;
        for (string? cursor = null; pages == 0 || cursor is not null; pages++)
        {
            var page = await bob.Search(word, "limit=7", cursor);
            seqs.AddRange(page.Items.Select(hit => hit.Message.Seq));
            cursor = page.NextCursor;
            var ack = await alice.Send(id, $"{word} {word} {word} again");
            await bob.SearchUntil(hits => hits.Any(hit => hit.Message.Seq == ack.Seq), word);
        }
        Assert.Equal(4, pages);
        Assert.Equal(
            Enumerable.Range(1, 25).OrderByDescending(seq => seq % 3 == 1).ThenByDescending(seq => seq).Select(seq => (long)seq), seqs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("-")]
    [InlineData("'; DROP TABLE messages; --")]
    [InlineData("!& | <-> ()")]
    [InlineData("\\ \\' :*")]
    [InlineData("\0")]
    public async Task Every_text_is_a_query(string text) => Assert.Null((await chat.Somebody.Search(text)).NextCursor);

    [Theory]
    [InlineData("limit=0", "validation_failed")]
    [InlineData("limit=201", "validation_failed")]
    [InlineData("cursor=nonsense", "validation_failed")]
    [InlineData("before=yesterday", "validation_failed")]
    [InlineData("after=2026-13-01T00:00:00Z", "validation_failed")]
    [InlineData("conversationId=nonsense", "not_found")]
    [InlineData("senderId=nonsense", "not_found")]
    public async Task What_is_wrong_is_refused(string filter, string code) =>
        await chat.Somebody.Search("text", filter).MustBeRefused(code);

    [Fact]
    public async Task A_search_needs_a_text() =>
        await chat.Somebody.Call(HttpMethod.Get, "search").MustBeRefused("validation_failed");

    private static Func<ImmutableArray<SearchHit>, bool> Finds(int count) => hits => hits.Length == count;

    private static async Task<IEnumerable<long>> Seqs(ChatUser user, string text, string filter = "") =>
        (await user.Search(text, filter)).Items.Select(hit => hit.Message.Seq);

    /// <summary>Letters only, so that it is one word.</summary>
    private static string NewWord() => "w" + string.Concat(Guid.NewGuid().ToByteArray().Select(part => (char)('a' + (part % 26))));
}
