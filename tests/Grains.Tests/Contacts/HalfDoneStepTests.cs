using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Contacts;
using OrleansChat.Grains.Contacts;
using OrleansChat.Grains.Storage;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Contacts;

/// <summary>A step of two users' contact stops after the first half: the database refuses the second, or the cluster goes down.</summary>
public sealed class HalfDoneStepTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    public static TheoryData<string, bool> Steps => new()
    {
        { "ask", true }, { "ask", false },
        { "accept", true }, { "accept", false },
        { "remove", true }, { "remove", false },
        { "block", true }, { "block", false },
        { "unblock", true }, { "unblock", false },
    };

    /// <param name="step">What is done.</param>
    /// <param name="byFirst">Whether the one with the lower id does it.</param>
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task After_a_restart_the_sweeper_finishes_it(string step, bool byFirst)
    {
        var (actor, other) = await Prepare(step, byFirst);
        await FailHalfway(step, actor, other);
        await cluster.Restart();

        await using var database = new Database(cluster.Database.ConnectionString);
        using var sweeper = new ContactSweeper(
            new ContactStore(database), cluster.Grains, TimeProvider.System, NullLogger<ContactSweeper>.Instance);
        // The silos' own sweepers may have been first.
        await sweeper.Sweep(TimeSpan.Zero);
        Assert.Equal(Finished(step), await Halves(actor, other));
        Assert.Equal(0, await Intents(actor, other));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Whoever_does_something_next_finishes_it_first(string step, bool byFirst)
    {
        var (actor, other) = await Prepare(step, byFirst);
        await FailHalfway(step, actor, other);

        // Changes nothing in any of the relations: there is no request to decline.
        await Relation(actor, other).Decline(actor);
        Assert.Equal(Finished(step), await Halves(actor, other));
        Assert.Equal(0, await Intents(actor, other));
    }

    [Fact]
    public async Task When_only_the_end_was_not_noted_finishing_changes_nothing()
    {
        var (actor, other) = (await cluster.NewUser(), await cluster.NewUser());
        await Relation(actor, other).Ask(actor);
        await cluster.Database.Execute($"""
            UPDATE contacts SET intent_status = {(int)ContactStatus.PendingIncoming}, intent_blocked = false, intent_at = now()
            WHERE user_id = '{actor}'
            """);
        await cluster.Restart();

        var before = await Halves(actor, other);
        await Relation(actor, other).Finish();
        Assert.Equal(before, await Halves(actor, other));
        Assert.Equal(0, await Intents(actor, other));
        Assert.Equal(ContactStatus.Accepted, (await Relation(actor, other).Accept(other)).Required.Status);
    }

    [Fact]
    public async Task A_first_half_is_written_again_while_its_intent_stands_and_no_other_in_its_place()
    {
        var (actor, other) = (cluster.Grains.GetGrain<IUserGrain>(await cluster.NewUser()), await cluster.NewUser());
        var half = new ContactHalf(ContactStatus.PendingOutgoing, BlockedByOther: false, DateTimeOffset.UnixEpoch);
        var intent = new ContactHalf(ContactStatus.PendingIncoming, BlockedByOther: false, DateTimeOffset.UnixEpoch);
        var first = await actor.SetContact(other, half, intent, 1);
        Assert.Equal(first, await actor.SetContact(other, half, intent, 1));
        Assert.Null(await actor.SetContact(other, half, intent with { CreatedAt = intent.CreatedAt.AddTicks(10) }, 1));

        await actor.ClearContactIntent(other, 1);
        Assert.Null(await actor.SetContact(other, half, intent, 1));
    }

    private static string Finished(string step) => step switch
    {
        "ask" => "PendingOutgoing False, PendingIncoming False",
        "accept" => "Accepted False, Accepted False",
        "block" => "Blocked False, Removed True",
        _ => "Removed False, Removed False",
    };

    private async Task<(string Actor, string Other)> Prepare(string step, bool byFirst)
    {
        string[] users = [await cluster.NewUser(), await cluster.NewUser()];
        Array.Sort(users, string.CompareOrdinal);
        var (actor, other) = byFirst ? (users[0], users[1]) : (users[1], users[0]);
        var relation = Relation(actor, other);
        switch (step)
        {
            case "accept":
                await relation.Ask(other);
                break;
            case "remove" or "block":
                await relation.Ask(other);
                await relation.Accept(actor);
                break;
            case "unblock":
                await relation.Block(actor);
                break;
        }
        return (actor, other);
    }

    private async Task FailHalfway(string step, string actor, string other)
    {
        var before = (await Halves(actor, other)).Split(", ");
        var name = $"refuse_{Guid.NewGuid():N}";
        await cluster.Database.Execute($"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the test refuses it'; END $$;
            CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON contacts FOR EACH ROW WHEN (NEW.user_id = '{other}') EXECUTE FUNCTION {name}();
            """);
        await Assert.ThrowsAnyAsync<Exception>(async () => await (step switch
        {
            "ask" => Relation(actor, other).Ask(actor),
            "accept" => Relation(actor, other).Accept(actor),
            "remove" => Relation(actor, other).Remove(actor),
            "block" => Relation(actor, other).Block(actor),
            _ => (Task)Relation(actor, other).Unblock(actor),
        }));
        var after = (await Halves(actor, other)).Split(", ");
        Assert.Equal((Finished(step).Split(", ")[0], before[1]), (after[0], after[1]));
        Assert.Equal(1, await Intents(actor, other));
        await cluster.Database.Execute($"DROP TRIGGER {name} ON contacts; DROP FUNCTION {name}();");
    }

    private async Task<string> Halves(string actor, string other) => $"{await Half(actor, other)}, {await Half(other, actor)}";

    private async Task<string> Half(string userId, string otherId)
    {
        var key = $"user_id = '{userId}' AND other_id = '{otherId}'";
        var status = await cluster.Database.Read<short>($"SELECT status FROM contacts WHERE {key}");
        var isBlocked = await cluster.Database.Read<bool>($"SELECT blocked_by_other FROM contacts WHERE {key}");
        return $"{(ContactStatus)status} {isBlocked}";
    }

    private Task<long> Intents(string actor, string other) => cluster.Database.Read<long>(
        $"SELECT count(*) FROM contacts WHERE intent_at IS NOT NULL AND user_id IN ('{actor}', '{other}')");

    private IContactGrain Relation(string one, string other) => cluster.Grains.GetGrain<IContactGrain>(Ids.Relation(one, other));
}
