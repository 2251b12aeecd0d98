using OrleansChat.LoadTests.Servers;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>How far the server's search index, which it fills behind the commits, is.</summary>
internal static class SearchIndexState
{
    /// <summary>Waits until it holds everything.</summary>
    public static async Task WaitUntilFilled(Bench bench, string database)
    {
        while (await Databases.Read<long>(database, """
            SELECT count(*) FROM message_changes, search_filler
            WHERE xid >= pg_snapshot_xmin(seen) AND NOT pg_visible_in_snapshot(xid, seen)
            """) is > 0 and var left)
        {
            bench.Say($"the search index takes in what was written, {left:N0} messages are left");
            await bench.Loop.Delay(TimeSpan.FromSeconds(2), bench.Cancel);
        }
    }
}
