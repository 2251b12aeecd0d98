using System.Runtime.InteropServices;
using Npgsql;
using OrleansChat.LoadTests.Load;
using OrleansChat.LoadTests.Report;
using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>The bare parts on this machine: no server of a chat can be faster than these allow.</summary>
internal sealed partial class LimitsScenario : IScenario
{
    private const int Syncs = 500;
    private const int EchoUsers = 200;

    private static readonly int[] Batches = [1, 10, 100, 500];

    public string Name => "limits";

    public string Description => "the bare parts on this machine: fdatasync, inserts, SignalR alone";

    public TimeSpan Planned(Effort effort) => ((Batches.Length + 3) * effort.Step) + effort.WarmUp + TimeSpan.FromSeconds(15);

    public async Task<Findings> Run(Bench bench)
    {
        var findings = new Findings();
        bench.Say("fdatasync");
        var sync = FileSyncs(bench.Machine.Folder);
        findings.Add("fdatasyncMs", sync);
        findings.Tables.Add(new Table("a file beside the database", "p50/p99/max ms").Row("write 8 KB and fdatasync", $"{sync}"));
        await Inserts(bench, findings);
        await SignalR(bench, findings);
        return findings;
    }

    private static Milliseconds FileSyncs(string folder)
    {
        var path = Path.Combine(folder, "sync");
        var histogram = new Histogram();
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            // As PostgreSQL's log: written over, so that no length changes.
            var page = new byte[8192];
            for (var i = 0; i < 256; i++)
                RandomAccess.Write(file, page, i * page.Length);
            RandomAccess.FlushToDisk(file);
            for (var i = 0; i < Syncs; i++)
            {
                var start = Clock.Now;
                RandomAccess.Write(file, page, i % 256 * page.Length);
                if (fdatasync((int)file.DangerousGetHandle()) != 0)
                    throw new IOException($"fdatasync: {Marshal.GetLastPInvokeErrorMessage()}");
                histogram.Record(Clock.Now - start);
            }
        }
        File.Delete(path);
        return Milliseconds.Of(histogram);
    }

    private static async Task Inserts(Bench bench, Findings findings)
    {
        var database = await bench.Stage.Databases.Create("limits");
        await Databases.Execute(database, Baseline.BaselineStore.Tables);
        var table = new Table("rows into a table with a key and an index", "rows/s", "PostgreSQL CPU-ms a row", "commit p50/p99/max ms");
        var figures = new List<InsertFigures>();
        foreach (var rows in Batches)
        {
            var connections = rows == 1 ? 8 : 2;
            bench.Say($"{rows} rows a commit, {connections} connections");
            figures.Add(await Insert(bench, database, rows, connections));
            table.Row($"{rows} a commit, {connections} connections", Spread.Figure(figures[^1].RowsPerSecond), Spread.Figure(figures[^1].CpuMsPerRow), $"{figures[^1].CommitMs}");
        }
        findings.Add("inserts", figures);
        findings.Tables.Add(table);
    }

    private static async Task<InsertFigures> Insert(Bench bench, string database, int rows, int connections)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxAutoPrepare = 4, AutoPrepareMinUsages = 1 });
        var histogram = new Histogram();
        var ended = false;
        var conversations = Enumerable.Range(0, rows).Select(i => $"d.{i % 100:D26}.{i % 100:D26}").ToArray();
        var contents = Enumerable.Repeat(Speaker.Content, rows).ToArray();
        async Task Work()
        {
            await using var connection = await source.OpenConnectionAsync();
            while (!ended)
            {
                var start = Clock.Now;
                await using var command = new NpgsqlCommand("""
                    INSERT INTO messages (conversation_id, sender_id, client_message_id, content, created_at)
                    SELECT conversation, 'u.00000000000000000000000000', client, content, now() FROM unnest($1, $2, $3) AS row (conversation, client, content)
                    """, connection);
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = conversations });
                command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. conversations.Select(_ => Guid.NewGuid())] });
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = contents });
                await command.ExecuteNonQueryAsync();
                lock (histogram)
                    histogram.Record(Clock.Now - start);
            }
        }
        bench.Machine.PinPostgres();
        var work = Enumerable.Range(0, connections).Select(_ => Work()).ToArray();
        await bench.Loop.Delay(bench.Effort.Step / 4, bench.Cancel);
        var (before, countBefore) = (bench.Machine.Use(), histogram.Count);
        await bench.Loop.Delay(bench.Effort.Step, bench.Cancel);
        var (used, count) = (bench.Machine.Use() - before, histogram.Count - countBefore);
        ended = true;
        await Task.WhenAll(work);
        return new(rows, connections, Spread.Round(count * rows / used.Seconds), Spread.Round(used.Postgres / (count * rows)), Milliseconds.Of(histogram));
    }

    private static async Task SignalR(Bench bench, Findings findings)
    {
        var server = await bench.Stage.Baseline();
        bench.Say($"SignalR: {EchoUsers} users call and are answered");
        var callers = await server.Connect(bench.Loop, [.. Enumerable.Range(0, EchoUsers)], bench.Cancel);
        Speaker[] speakers = [.. callers.Select(caller => new Speaker(caller, "d.0", 0, "Echo"))];
        var calls = new Traffic(server.Name, bench.Loop, callers, speakers);
        await bench.Run(server, calls, new ClosedLoop(speakers), bench.Effort.WarmUp);
        var echo = await bench.Run(server, calls, new ClosedLoop(speakers), bench.Effort.Step);
        await bench.Loop.Run(() => Array.ForEach(callers, caller => caller.Drop()));

        var listeners = await server.Connect(bench.Loop, [.. Enumerable.Range(0, bench.Effort.Members)], bench.Cancel);
        speakers = [.. listeners.Select(listener => new Speaker(listener, "g.0", listeners.Length - 1, "Broadcast"))];
        var pushes = new Traffic(server.Name, bench.Loop, listeners, speakers);
        await bench.Run(server, pushes, new WholeDeliveries(speakers, 4), bench.Effort.WarmUp / 2);
        var table = new Table("SignalR alone", "calls/s", "deliveries/s", "CPU-ms a call", "p50/p99/max ms")
            .Row("call and answer", Spread.Figure(echo.MessagesPerSecond), "", Spread.Figure(echo.CpuMs.Server), $"{echo.Acks}");
        var broadcasts = new List<Round>();
        foreach (var inFlight in (int[])[1, 4])
        {
            bench.Say($"SignalR: to {listeners.Length:N0} connections, {inFlight} under way");
            broadcasts.Add(await bench.Run(server, pushes, new WholeDeliveries(speakers, inFlight), bench.Effort.Step));
            table.Row($"to {listeners.Length:N0} connections, {inFlight} under way", Spread.Figure(broadcasts[^1].MessagesPerSecond), Spread.Figure(broadcasts[^1].DeliveriesPerSecond), Spread.Figure(broadcasts[^1].CpuMs.Server), $"{broadcasts[^1].Deliveries}");
        }
        await bench.Loop.Run(() => Array.ForEach(listeners, listener => listener.Drop()));
        findings.Add("signalREcho", echo);
        findings.Add("signalRBroadcast", broadcasts);
        findings.Tables.Add(table);
        Warnings.Add(findings, [Rounds.Of([echo]), .. broadcasts.Select(round => Rounds.Of([round]))], calls, pushes);
    }

    private sealed record InsertFigures(int RowsPerCommit, int Connections, double RowsPerSecond, double CpuMsPerRow, Milliseconds CommitMs);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(int file);
}
