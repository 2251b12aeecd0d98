using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Users;

/// <summary>Somebody takes everything along that is held about them.</summary>
[Collection(ChatCollection.Name)]
public sealed class ExportTests(ChatFixture chat)
{
    [Fact]
    public async Task It_holds_profile_sessions_conversations_and_own_messages_with_earlier_texts()
    {
        var (alice, bob) = (await chat.NewUser(), chat.Somebody);
        var direct = (await alice.OpenDirect(bob)).Id;
        await alice.Send(direct, "first thought");
        await alice.Edit(direct, 1, "second thought");
        await bob.Send(direct, "somebody else's");
        var group = (await alice.CreateGroup("left since", bob)).Id;
        await bob.Send(group, "not mine either");
        var club = (await bob.CreateGroup("club", alice)).Id;
        await alice.Send(club, "before I left");
        await alice.Leave(club);

        var export = await alice.Export();
        Assert.Equal(alice.Username, export.GetProperty("user").GetProperty("username").GetString());
        Assert.Single(export.GetProperty("sessions").EnumerateArray());
        Assert.Equal(
            new[] { direct, group }.Order(),
            export.GetProperty("conversations").EnumerateArray().Select(view => view.GetProperty("id").GetString()!).Order());
        var messages = export.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(
            ["before I left", "second thought"],
            messages.Select(entry => entry.GetProperty("message").GetProperty("content").GetString()!).Order());
        Assert.Equal("first thought", messages
            .Single(entry => entry.GetProperty("message").GetProperty("conversationId").GetString() == direct)
            .GetProperty("earlierTexts")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task It_is_a_file_to_keep_and_more_than_a_page_long()
    {
        var alice = await chat.NewUser();
        var group = (await alice.CreateGroup("diary")).Id;
        await alice.SendMany(group, 1_050);

        using var answer = await alice.Request(HttpMethod.Get, "users/me/export", (HttpContent?)null);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var export = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            Enumerable.Range(2, 1_050),
            export.GetProperty("messages").EnumerateArray().Select(entry => entry.GetProperty("message").GetProperty("seq").GetInt32()).Order());
    }
}
