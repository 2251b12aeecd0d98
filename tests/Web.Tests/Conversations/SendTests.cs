using OrleansChat.Web.Tests.Hub;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Sending over REST and the hub: idempotency, replies, texts.</summary>
[Collection(ChatCollection.Name)]
public sealed class SendTests(ChatFixture chat)
{
    public static TheoryData<string> Texts =>
    [
        "👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 🇩🇪",
        "שלום עולם, مرحبا بالعالم \u202Bright to left\u202C",
        "e\u0301 \u1E9B\u0323 a\u0308\u0323 Z͑ͫ̓ͪ̂ͫ̽͏̴̙",
        "漢字 かな 한글 ไทย",
        "a\u200Bb\u00ADc\uFEFFd \u0007\u001b[31m",
        "line\nline\r\nline\ttab",
        "\\ \" ' </script> %s {0} $1 --",
        "\uFFFD \uFFFF \U0010FFFF",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Any_text_survives_unchanged(string text)
    {
        var people = chat.People(2);
        var (alice, bob) = (people[0], people[1]);
        var group = (await alice.CreateGroup("texts", bob)).Id;
        await using var phone = await bob.Connect();
        await using var laptop = await alice.Connect();

        var push = phone.NextMessage();
        var overRest = await alice.Send(group, text);
        Assert.Equal(text, (await push).Content);
        push = phone.NextMessage();
        var overHub = await laptop.Send(group, text);
        Assert.Equal(text, (await push).Content);

        var history = (await bob.History(group, after: 1)).Items;
        Assert.Equal([(overRest.Seq, text), (overHub.Seq, text)], history.Select(message => (message.Seq, message.Content)));
        Assert.Equal(text, (await bob.Get(group)).LastMessage!.Content);
    }

    [Theory]
    [InlineData("""a\u0000b""")]
    [InlineData("""\ud800""")]
    [InlineData("""\udc00 first""")]
    [InlineData("""half \ud83d of a pair""")]
    public async Task NUL_and_lone_surrogates_are_refused(string escaped)
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "before");
        await using var laptop = await RawHubConnection.ConnectReady(chat.Address, alice);
        var message = $$"""{"conversationId":"{{conversation}}","seq":1,"clientMessageId":"{{Guid.NewGuid()}}","content":"{{escaped}}"}""";

        var answer = await alice.Request(HttpMethod.Post, $"conversations/{conversation}/messages", message);
        Assert.Equal("validation_failed", Refusal.Read(answer, await answer.Content.ReadAsStringAsync()).Code);
        answer = await alice.Request(HttpMethod.Patch, $"conversations/{conversation}/messages/1", message);
        Assert.Equal("validation_failed", Refusal.Read(answer, await answer.Content.ReadAsStringAsync()).Code);
        foreach (var method in new[] { "SendMessage", "EditMessage" })
            Assert.Contains("validation_failed: ", await laptop.Invoke(method, message), StringComparison.Ordinal);
        Assert.Equal(["before"], (await bob.History(conversation)).Items.Select(kept => kept.Content));
    }

    [Fact]
    public async Task Content_is_trimmed_and_has_1_to_8000_units()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, " \n\u2003 trimmed \t\u00A0");
        await alice.Send(conversation, $"  {new string('x', 8_000)}  ");
        await alice.Send(conversation, new string('x', 8_001)).MustBeRefused("validation_failed");
        await alice.Send(conversation, " \n\u2003").MustBeRefused("validation_failed");
        await alice.Send(conversation, "").MustBeRefused("validation_failed");
        Assert.Equal([7, 8_000], (await bob.History(conversation)).Items.Select(message => message.Content.Length));
    }

    [Fact]
    public async Task An_id_that_was_used_answers_the_first_Ack_for_ever()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect();
        var id = Guid.NewGuid();
        var first = await laptop.Send(conversation, "first", id);
        Assert.False(first.Duplicate);
        var again = first with { Duplicate = true };
        Assert.Equal(again, await laptop.Send(conversation, "first", id));
        await alice.Edit(conversation, first.Seq, "edited");
        Assert.Equal(again, await alice.Send(conversation, "other words", id));

        // More than a conversation keeps in memory.
        await bob.SendMany(conversation, 300);
        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            Assert.Equal(again, await alice.Send(conversation, "first", id));
            Assert.Equal(again, await laptop.Send(conversation, "first", id));
            await alice.Delete(conversation, first.Seq);
            Assert.Equal(again, await laptop.Send(conversation, "first", id));
        });
        Assert.Equal(301, (await bob.Get(conversation)).LastSeq);
    }

    [Fact]
    public async Task Old_ids_repeated_among_new_messages_disturb_neither()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await using var laptop = await alice.Connect();
        var ids = Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()).ToArray();
        var acks = await Task.WhenAll(ids.Select(id => laptop.Send(conversation, "once", id)));
        await alice.SendMany(conversation, 300);

        await ReplicaAssert.KeepsInStep([alice, bob], async () =>
        {
            var repeated = Task.WhenAll(ids.Select(id => laptop.Send(conversation, "once", id)));
            await bob.SendMany(conversation, 100);
            Assert.Equal(acks.Select(ack => ack with { Duplicate = true }), await repeated);
        });
        Assert.Equal(500, (await bob.WholeHistory(conversation)).Count);
    }

    [Fact]
    public async Task The_same_id_is_another_message_for_another_sender_or_conversation()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        var group = (await alice.CreateGroup("ids", bob)).Id;
        var id = Guid.NewGuid();
        Assert.False((await alice.Send(conversation, "alice", id)).Duplicate);
        Assert.False((await bob.Send(conversation, "bob", id)).Duplicate);
        Assert.False((await alice.Send(group, "alice", id)).Duplicate);
    }

    [Fact]
    public async Task REST_answers_201_for_a_new_message_and_200_for_a_repetition()
    {
        var (alice, _, conversation) = await chat.DirectChat();
        var body = $$"""{"clientMessageId":"{{Guid.NewGuid()}}","content":"hello"}""";
        Assert.Equal(HttpStatusCode.Created, (await alice.Request(HttpMethod.Post, $"conversations/{conversation}/messages", body)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await alice.Request(HttpMethod.Post, $"conversations/{conversation}/messages", body)).StatusCode);
    }

    [Fact]
    public async Task A_reply_names_an_earlier_message_of_the_conversation()
    {
        var (alice, bob, conversation) = await chat.DirectChat();
        await alice.Send(conversation, "no question yet", replyTo: 1).MustBeRefused("validation_failed");
        await alice.Send(conversation, "question");
        await using var phone = await bob.Connect();

        await bob.Send(conversation, "answer", replyTo: 1);
        await phone.Send(conversation, "another", replyTo: 2);
        foreach (var seq in new[] { -1L, 0, 4, 1L << 53 })
        {
            await bob.Send(conversation, "to nothing", replyTo: seq).MustBeRefused("validation_failed");
            await phone.Send(conversation, "to nothing", replyTo: seq).MustBeRefused("validation_failed");
        }
        Assert.Equal([null, 1, 2], (await alice.History(conversation)).Items.Select(message => message.ReplyTo));
    }
}
