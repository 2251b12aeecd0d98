using Npgsql;
using OrleansChat.Contacts;

namespace OrleansChat.Faults;

/// <summary>The server dies when one half of a relation is written and the other is not: the other follows by itself.</summary>
public sealed class KilledBetweenHalvesTests : ServerTest
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_request_reaches_the_other_one()
    {
        var (alice, bob) = await TwoUsers();
        await KillBetweenHalves(bob, () => alice.Ask(bob));
        Assert.Equal(ContactStatus.PendingIncoming, await Becomes(bob, alice, ContactStatus.PendingIncoming));
        Assert.Equal(ContactStatus.PendingOutgoing, await StatusOf(alice, bob));
    }

    [Fact]
    public async Task An_accepted_request_is_a_contact_for_both()
    {
        var (alice, bob) = await TwoUsers();
        await alice.Ask(bob);
        await KillBetweenHalves(alice, () => bob.Accept(alice));
        Assert.Equal(ContactStatus.Accepted, await Becomes(alice, bob, ContactStatus.Accepted));
        Assert.Equal(ContactStatus.Accepted, await StatusOf(bob, alice));
    }

    [Fact]
    public async Task A_block_ends_the_contact_for_both_and_holds_at_once()
    {
        var (alice, bob) = await TwoUsers();
        await alice.Befriend(bob);
        var direct = (await bob.OpenDirect(alice)).Id;
        await KillBetweenHalves(bob, () => alice.Block(bob));
        // From the blocker's half, whatever became of the other.
        var refused = await Assert.ThrowsAsync<Refusal>(() => bob.Send(direct, "still there?"));
        Assert.Equal("forbidden", refused.Code);
        Assert.Null(await Becomes(bob, alice, null));
        Assert.Equal(ContactStatus.Blocked, await StatusOf(alice, bob));
    }

    private async Task<(ChatUser, ChatUser)> TwoUsers()
    {
        var users = await ChatUser.RegisterMany(Server.Http, 2);
        return (users[0], users[1]);
    }

    /// <summary>Holds up the write of one user's half, kills the server when it waits there, and starts it again.</summary>
    private async Task KillBetweenHalves(ChatUser second, Func<Task> step)
    {
        await using var gate = new NpgsqlConnection(Database.ConnectionString);
        await gate.OpenAsync();
        await Execute(gate, $"""
            SELECT pg_advisory_lock(42);
            CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock(42);
                RETURN NEW;
            END $$;
            CREATE TRIGGER wait_at_the_gate BEFORE INSERT OR UPDATE ON contacts FOR EACH ROW
                WHEN (NEW.user_id = '{second.Id}') EXECUTE FUNCTION wait_at_the_gate();
            """);
        var unanswered = step();
        const string waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";
        for (var end = DateTime.UtcNow + Deadline; await Count(gate, waiting) == 0;)
        {
            Assert.True(DateTime.UtcNow < end, "Nobody came to write the second half.");
            await Task.Delay(20);
        }

        await Server.Kill();
        await Assert.ThrowsAnyAsync<Exception>(() => unanswered);
        // What waited must not go on when the gate opens: it died with the server.
        await Execute(gate, """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory';
            DROP TRIGGER wait_at_the_gate ON contacts;
            DROP FUNCTION wait_at_the_gate;
            """);
        Assert.Equal(1, await Count(gate, "SELECT count(*) FROM contacts WHERE intent_at IS NOT NULL"));
        await Server.Start();
    }

    private static async Task<ContactStatus?> Becomes(ChatUser user, ChatUser other, ContactStatus? expected)
    {
        for (var end = DateTime.UtcNow + Deadline; ;)
        {
            var status = await StatusOf(user, other);
            if (status == expected || DateTime.UtcNow > end)
                return status;
            await Task.Delay(100);
        }
    }

    private static async Task<ContactStatus?> StatusOf(ChatUser user, ChatUser other) =>
        (await user.Contacts()).Items.SingleOrDefault(contact => contact.User.Id == other.Id)?.Status;

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Count(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
