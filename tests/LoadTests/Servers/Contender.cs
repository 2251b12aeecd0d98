using OrleansChat.LoadTests.Load;
using OrleansChat.TestKit;

namespace OrleansChat.LoadTests.Servers;

/// <summary>A server that is measured, with users and a database of its own.</summary>
internal abstract class Contender : IAsyncDisposable
{
    private const int AtOnce = 32;

    private HttpClient? _http;

    /// <summary>As reports call it.</summary>
    public abstract string Name { get; }

    public required Machine Machine { get; init; }

    public required BenchUser[] Users { get; init; }

    /// <summary>Its connection string.</summary>
    public required string Database { get; init; }

    /// <summary>In the order in which they start; the last one has the hub.</summary>
    public required IReadOnlyList<ProductProcess> Processes { get; init; }

    public Endpoint Endpoint => new(Processes[^1].Address!.Port, HubPath);

    /// <summary>KiB of memory in use by all of it now, PostgreSQL left out.</summary>
    public long Resident => Processes.Sum(process => ProcFiles.Resident(process.Id));

    protected abstract string HubPath { get; }

    /// <summary>A client for REST.</summary>
    public HttpClient Http => _http ??= new HttpClient { BaseAddress = Endpoint.Address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>What it and PostgreSQL have used until now.</summary>
    public Usage Use => Machine.Use(Processes);

    public abstract Task Start();

    /// <summary>Ends it in good order; it can be started again, on the same data.</summary>
    public async Task Stop()
    {
        foreach (var process in Processes.Reverse())
            await process.Terminate();
        _http?.Dispose();
        _http = null;
    }

    /// <summary>A fresh process on the same data.</summary>
    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    /// <param name="one">Index of a user.</param>
    /// <param name="other">Index of another user.</param>
    /// <returns>The id of their conversation.</returns>
    public abstract Task<string> OpenDirect(int one, int other);

    /// <param name="members">Indexes of users; the first makes it.</param>
    /// <returns>Its id.</returns>
    public abstract Task<string> CreateGroup(IReadOnlyList<int> members);

    /// <summary>Connects users, and waits until pushes come to them.</summary>
    /// <param name="members">Indexes of users, which are the connections' numbers.</param>
    public async Task<HubConnection[]> Connect(EventLoop loop, IReadOnlyList<int> members, CancellationToken cancel)
    {
        var connections = new HubConnection[members.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(0, members.Count, options, async (i, _) =>
        {
            connections[i] = await HubConnection.Open(loop, Endpoint, Users[members[i]].Token, members[i], null);
            // Calls wait until the server has subscribed the connection.
            await connections[i].Call("Ping", "");
        });
        return connections;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        foreach (var process in Processes.Reverse())
            await process.DisposeAsync();
    }
}
