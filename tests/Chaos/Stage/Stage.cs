namespace OrleansChat.Chaos;

/// <summary>The product as it runs: silos and front-ends, or one process that is both; each can be harmed.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly IAsyncDisposable _processes;

    private Stage(IAsyncDisposable processes, IEnumerable<Part> silos, IEnumerable<(Part Part, HttpClient Http)> frontEnds)
    {
        _processes = processes;
        Silos = [.. silos];
        FrontEnds = [.. frontEnds.Select(frontEnd => frontEnd.Part)];
        Http = [.. frontEnds.Select(frontEnd => frontEnd.Http)];
    }

    /// <summary>Empty when silo and front-end are one process.</summary>
    public ImmutableArray<Part> Silos { get; }

    public ImmutableArray<Part> FrontEnds { get; }

    /// <summary>A client of each front-end, in their order, for all users.</summary>
    public ImmutableArray<HttpClient> Http { get; }

    public IEnumerable<Part> Parts => [.. Silos, .. FrontEnds];

    /// <param name="silos">0: one process that is silo and front-end.</param>
    public static async Task<Stage> Start(string connectionString, int silos, int frontEnds)
    {
        if (silos == 0)
        {
            var server = await ServerProcess.Start(connectionString);
            return new Stage(server, [], [(new Part(server.Process, server.Start), server.Http)]);
        }
        var cluster = await ClusterProcesses.Start(connectionString, silos, frontEnds);
        return new Stage(
            cluster,
            cluster.Silos.Select(silo => new Part(silo.Process, silo.Start)),
            cluster.FrontEnds.Select(frontEnd => (new Part(frontEnd.Process, frontEnd.Start), frontEnd.Http)));
    }

    public ValueTask DisposeAsync() => _processes.DisposeAsync();
}
