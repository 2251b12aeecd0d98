using System.Text;
using Npgsql;
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
    public async Task It_needs_the_password()
    {
        var alice = await chat.NewUser();
        await alice.Erase("not the password").MustBeRefused("validation_failed");
        await alice.Erase("").MustBeRefused("validation_failed");
        await alice.Inbox();
    }

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
