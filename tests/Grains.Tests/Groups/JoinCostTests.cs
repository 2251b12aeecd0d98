using System.Diagnostics;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Tests.Groups;

/// <summary>However many are in a group, one more costs the same.</summary>
public sealed class JoinCostTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const int Large = 2_000;
    private const int Measured = 10;

    [Fact]
    public async Task A_join_writes_as_many_rows_and_asks_as_many_statements_in_a_large_group_as_in_a_small_one()
    {
        await CountEveryRow();
        var owner = await cluster.NewUser();
        var group = cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup());
        Assert.Null((await group.Create(owner, "growing", [])).Error);
        var code = (await group.CreateInvite(owner, null, null)).Required.Code;

        // The first calls of a grain also load it.
        Assert.Null((await group.Join(await cluster.NewUser(), code)).Error);
        var small = await Measure(group, code);
        await Fill(group, owner);
        var large = await Measure(group, code);

        Assert.Equal(small, large);
        Assert.InRange(small.Statements, 1, 4);
        // The user's list; the membership, the message, its change, the cursor; the group's count, the invite's uses.
        Assert.Equal(7, small.RowsWritten);
        Assert.True(await cluster.Database.Read<int>($"SELECT member_count FROM groups WHERE group_id = '{group.GetPrimaryKeyString()}'") > Large);
    }

    /// <summary>What one join costs; other work of the silos may come on top of one, but not of all.</summary>
    private async Task<Cost> Measure(IGroupGrain group, string code)
    {
        var costs = new List<Cost>();
        for (var i = 0; i < Measured; i++)
        {
            var guest = await cluster.NewUser();
            using var statements = new StatementCounter(cluster.Database.ConnectionString);
            var before = await cluster.Database.Read<long>("SELECT last_value FROM rows_written");
            var alreadyCounted = statements.Count;
            Assert.Null((await group.Join(guest, code)).Error);
            var asked = statements.Count - alreadyCounted;
            costs.Add(new Cost(await cluster.Database.Read<long>("SELECT last_value FROM rows_written") - before, asked));
        }
        return new Cost(costs.Min(cost => cost.RowsWritten), costs.Min(cost => cost.Statements));
    }

    private async Task Fill(IGroupGrain group, string owner)
    {
        for (var added = 0; added < Large; added += 200)
        {
            var users = new string[200];
            await Parallel.ForAsync(0, users.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => users[i] = await cluster.NewUser());
            Assert.Null((await group.AddMembers(owner, [.. users])).Error);
        }
    }

    /// <summary>Every row that is written draws a number.</summary>
    private Task CountEveryRow() => cluster.Database.Execute("""
        CREATE SEQUENCE rows_written;
        CREATE FUNCTION count_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('rows_written'); RETURN NULL; END $$;
        DO $$
        DECLARE t text;
        BEGIN
            FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
                EXECUTE format('CREATE TRIGGER count_row AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION count_row()', t);
            END LOOP;
        END $$;
        SELECT nextval('rows_written');
        """);

    private sealed record Cost(long RowsWritten, int Statements);

    /// <summary>Counts the commands and batches that this process sends to one database.</summary>
    private sealed class StatementCounter : IDisposable
    {
        private readonly ActivityListener _listener;
        private int _count;

        public StatementCounter(string connectionString)
        {
            var name = new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Database;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.TagObjects.Any(tag => tag.Value as string == name))
                        Interlocked.Increment(ref _count);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
