using System.Text;
using Npgsql;
using OrleansChat.Accounts;
using OrleansChat.Blobs.Tests.Formats;
using OrleansChat.Groups;
using OrleansChat.Web.Tests.Conversations;

namespace OrleansChat.Web.Tests.Users;

/// <summary>Somebody erases the account: it is gone at once, and nothing personal stays behind.</summary>
[Collection(ChatCollection.Name)]
public sealed class ErasureTests(ChatFixture chat)
{
    [Fact]
    public async Task No_table_holds_anything_that_tells_who_it_was()
    {
        var (alice, bob) = (await ChatUser.Register(chat.Http, "greta"), chat.Somebody);
        await alice.Call(HttpMethod.Patch, "users/me", new { displayName = "Greta Unverwechselbar" });
        var direct = (await alice.OpenDirect(bob)).Id;
        await alice.Send(direct, "a text that stays");
        await alice.CreateGroup("together", bob);
        await alice.SignInAgain();
        foreach (var trace in new[] { alice.Username, "Unverwechselbar" })
            Assert.NotEmpty(await FindTraces(trace));

        await alice.Erase();

        foreach (var trace in new[] { alice.Username, "Unverwechselbar" })
            Assert.Empty(await FindTraces(trace));
        Assert.NotEmpty(await FindTraces("a text that stays"));
    }

    [Fact]
    public async Task Its_tokens_are_worth_nothing_and_its_connections_close()
    {
        var alice = await chat.NewUser();
        await using var laptop = await alice.Connect();
        await alice.Erase();
        await laptop.Closed.Within("the connection closes");
        await alice.Inbox().MustBeRefused("unauthenticated");
        await alice.SignInAgain().MustBeRefused("unauthenticated");
    }

    [Fact]
    public async Task The_name_stays_taken()
    {
        var alice = await chat.NewUser();
        await alice.Erase();
        await ChatUser.RegisterAs(chat.Http, alice.Username).MustBeRefused("username_taken");
        await ChatUser.RegisterAs(chat.Http, alice.Username.ToUpperInvariant()).MustBeRefused("username_taken");
    }

    [Fact]
    public async Task Others_see_a_deleted_user_and_keep_the_messages()
    {
        var (alice, bob) = (await chat.NewUser(), await chat.NewUser());
        var direct = (await alice.OpenDirect(bob)).Id;
        await alice.Send(direct, "remember me");

        await ReplicaAssert.KeepsInStep([bob], () => alice.Erase());

        var seen = await bob.Get(direct);
        Assert.Equal(("", "Deleted user", alice.Id), (seen.Peer!.Username, seen.Peer.DisplayName, seen.Peer.Id));
        Assert.Equal("remember me", Assert.Single(await bob.WholeHistory(direct)).Content);
    }

    [Fact]
    public async Task Contacts_on_both_sides_and_blocks_end()
    {
        var (alice, bob, carol) = (await chat.NewUser(), await chat.NewUser(), await chat.NewUser());
        await alice.Befriend(bob);
        await carol.Block(alice);
        await carol.Ask(bob);

        await ReplicaAssert.KeepsInStep([bob, carol], () => alice.Erase());

        Assert.Equal([carol.Id], (await bob.Contacts()).Items.Select(contact => contact.User.Id));
        Assert.Equal([bob.Id], (await carol.Contacts()).Items.Select(contact => contact.User.Id));
        Assert.Equal(0, await chat.Database.Read<long>($"SELECT count(*) FROM contacts WHERE user_id = '{alice.Id}'"));
        Assert.Equal(0, await chat.Database.Read<long>($"SELECT count(*) FROM user_presence WHERE user_id = '{alice.Id}'"));
    }

    [Fact]
    public async Task Groups_go_to_the_admin_else_to_the_member_who_has_been_in_longest()
    {
        var (alice, bob, carol) = (await chat.NewUser(), await chat.NewUser(), await chat.NewUser());
        var withAdmin = (await alice.CreateGroup("with an admin", bob, carol)).Id;
        await alice.SetRole(withAdmin, carol, "admin");
        var without = (await alice.CreateGroup("without", bob)).Id;
        await alice.AddMembers(without, carol);
        var alone = (await alice.CreateGroup("alone")).Id;
        var anothers = (await bob.CreateGroup("another's", alice)).Id;

        await ReplicaAssert.KeepsInStep([bob, carol], () => alice.Erase());

        Assert.Equal([(carol.Id, GroupRole.Owner), (bob.Id, GroupRole.Member)], await Roles(carol, withAdmin));
        Assert.Equal([(bob.Id, GroupRole.Owner), (carol.Id, GroupRole.Member)], await Roles(bob, without));
        Assert.Equal([(bob.Id, GroupRole.Owner)], await Roles(bob, anothers));
        Assert.Equal(0, await chat.Database.Read<long>($"SELECT count(*) FROM live_members WHERE group_id = '{alone}'"));
        Assert.Equal(0, await chat.Database.Read<long>($"SELECT count(*) FROM user_conversations WHERE user_id = '{alice.Id}'"));
    }

    [Fact]
    public async Task Images_go_from_messages_and_from_the_blob_store_and_the_texts_stay()
    {
        var (alice, bob) = (await chat.NewUser(), await chat.NewUser());
        var direct = (await alice.OpenDirect(bob)).Id;
        var image = await alice.AddImage("image/png", Samples.PngWithTexts, "my holiday.png");
        await alice.SendImage(direct, image.Id, "look at me");
        await alice.SetAvatar((await alice.AddImage("image/png", Samples.PngWithTexts)).Id);
        Assert.NotEmpty(Blobs());

        await ReplicaAssert.KeepsInStep([bob], () => alice.Erase());

        var message = Assert.Single(await bob.WholeHistory(direct));
        Assert.Equal(("look at me", true), (message.Content, message.Image is null));
        Assert.Null((await bob.Get(direct)).Peer!.AvatarUrl);
        Assert.Empty(Blobs());
        Assert.Empty(await FindTraces("my holiday"));

        // The blobs of this user's images, by their ids.
        IEnumerable<string> Blobs() => Directory.EnumerateFiles(chat.Blobs, "*", SearchOption.AllDirectories)
            .Where(path => path.Contains(image.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_can_write_to_a_deleted_user_nor_add_nor_find_one()
    {
        var (alice, bob) = (await ChatUser.Register(chat.Http, "soon-gone"), await chat.NewUser());
        var direct = (await alice.OpenDirect(bob)).Id;
        await alice.Send(direct, "goodbye");
        await alice.Erase();

        await bob.Send(direct, "are you there?").MustBeRefused("gone");
        await bob.OpenDirect(alice).MustBeRefused("not_found");
        await bob.Ask(alice).MustBeRefused("not_found");
        await bob.CreateGroup("ghosts", alice).MustBeRefused("validation_failed");
        Assert.Empty((await bob.FindPeople("soon-gone")).Items);
        Assert.Equal(("", "Deleted user"), await bob.Profile(alice) is var seen ? (seen.Username, seen.DisplayName) : default);
    }

    [Fact]
    public async Task What_a_crash_interrupted_is_gone_on_with()
    {
        var (alice, bob) = (await chat.NewUser(), await chat.NewUser());
        var group = (await alice.CreateGroup("interrupted", bob)).Id;
        // The group's last step cannot be written: as if the server had died before it.
        await chat.Database.Execute($"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON group_members FOR EACH ROW WHEN (OLD.group_id = '{group}') EXECUTE FUNCTION refuse();
            """);
        await alice.Erase();
        Assert.Equal(1, await chat.Database.Read<long>($"SELECT count(*) FROM erasures WHERE user_id = '{alice.Id}'"));
        await alice.Inbox().MustBeRefused("unauthenticated");

        await chat.Database.Execute($"""
            DROP TRIGGER refuse ON group_members; DROP FUNCTION refuse;
            """);
        await chat.Grains.GetGrain<IErasureGrain>(Ids.Erasure(alice.Id)).Continue();

        Assert.Equal([(bob.Id, GroupRole.Owner)], await Roles(bob, group));
        Assert.Equal(0, await chat.Database.Read<long>("SELECT count(*) FROM erasures"));
    }

    [Fact]
    public async Task It_needs_the_password()
    {
        var alice = await chat.NewUser();
        await alice.Erase("not the password").MustBeRefused("validation_failed");
        await alice.Erase("").MustBeRefused("validation_failed");
        await alice.Inbox();
    }

    private static async Task<IEnumerable<(string, GroupRole?)>> Roles(ChatUser member, string groupId) =>
        (await member.Members(groupId)).Items.OrderByDescending(entry => entry.Role).Select(entry => (entry.User.Id, entry.Role));

    /// <summary>Every row of every table, as text; what is stored as bytes is looked for in hexadecimal.</summary>
    private async Task<List<string>> FindTraces(string text)
    {
        await using var connection = new NpgsqlConnection(chat.Database.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand("SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public'", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }
        Assert.True(tables.Count > 10);
        var traces = new List<string>();
        foreach (var table in tables)
        {
            await using var search = new NpgsqlCommand(
                $"SELECT row::text FROM {table} AS row WHERE row::text ILIKE '%' || $1 || '%' OR row::text LIKE '%' || $2 || '%'", connection)
            {
                Parameters = { new() { Value = text }, new() { Value = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)) } },
            };
            await using var rows = await search.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                traces.Add($"{table}: {rows.GetString(0)}");
        }
        return traces;
    }
}
