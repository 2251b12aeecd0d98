using Npgsql;

namespace OrleansChat.Chaos;

/// <summary>One run: load beside faults, then peace, then the truth, then the judgement.</summary>
internal sealed class ChaosRun(ChaosOptions options, Action<string> say)
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(5);

    private readonly Recorder _recorder = new();

    public async Task<ChaosFile> Run(CancellationToken cancellationToken)
    {
        var schedule = FaultSchedule.Make(options.Seed, options.Length, options.Silos, options.FrontEnds, options.Only);
        say($"seed {options.Seed}: {schedule.Length} faults in {options.Minutes:0.##} minutes");
        foreach (var fault in schedule)
            say($"  {fault}");

        say("Starting PostgreSQL and the product");
        await using var postgres = await PrivatePostgres.StartNew(options.Data);
        await using var stage = await Stage.Start(postgres.ConnectionString, options.Silos, options.FrontEnds);
        cancellationToken.ThrowIfCancellationRequested();
        say($"Gathering {options.Users} users");
        var cast = await Cast.Gather(stage.Http[0], options.Users, new Random(options.Seed));
        var clients = cast.Users.Select((user, number) => new ChaosClient(stage, _recorder, user, number)).ToImmutableArray();
        try
        {
            await Task.WhenAll(clients.Select(client => client.Connected(cancellationToken)));
            await LetLoose(new FaultRunner(stage, postgres, clients, _recorder, say), schedule, cast, clients, cancellationToken);
            var history = await ReadTruth(postgres, cast, clients, cancellationToken);
            var (verdict, findings) = Judge.Check(history);
            return new ChaosFile(verdict, Describe(schedule, history).With(findings), history);
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    private async Task LetLoose(
        FaultRunner faults, IEnumerable<Fault> schedule, Cast cast, ImmutableArray<ChaosClient> clients, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = new Load(cast, [.. clients.Select(client => new Sender(client, _recorder, options.FrontEnds))], options.Seed);
        _recorder.Begin();
        var background = Task.WhenAll(faults.KeepRunning(over.Token), Tell(load, clients, over.Token));
        try
        {
            await Task.WhenAll(load.Run(options.Rate, options.Length, _recorder, cancellationToken), faults.Run(schedule, cancellationToken));
            say($"{_recorder.Now / 1000.0,6:0.0} s  load and faults are over; waiting for {load.Outstanding} acks");
            await load.Drain(DrainLimit, cancellationToken);
        }
        finally
        {
            // Nothing is started any more when this has ended.
            await over.CancelAsync();
            await background;
        }
        await faults.ReviveAll();
    }

    private async Task<History> ReadTruth(
        PrivatePostgres postgres, Cast cast, ImmutableArray<ChaosClient> clients, CancellationToken cancellationToken)
    {
        say($"{_recorder.Now / 1000.0,6:0.0} s  reading what the database holds and what everybody sees");
        Talk[] talks = [.. cast.Talks];
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        var database = new DatabaseReader(source, _recorder, talks);
        await database.UntilQuiet(cancellationToken);
        var finals = await FinalReader.Read(clients, talks, options.FrontEnds, _recorder, cancellationToken);
        return _recorder.ToHistory(
            finals, await database.Log(), await database.Versions(), await database.Members([.. cast.Users.Select(user => user.Id)]));
    }

    private Info Describe(IEnumerable<Fault> schedule, History history) => new(
        options.Seed, options.Minutes, Repository.Runtime, options.Silos, options.FrontEnds, options.Users, options.Rate,
        [.. schedule.Select(fault => $"{fault}")], [], _recorder.Notes, Figures.Of(history));

    private async Task Tell(Load load, IReadOnlyCollection<ChaosClient> clients, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Progress);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var connected = clients.Count(client => client.FrontEnd is not null);
                say($"{_recorder.Now / 1000.0,6:0.0} s  acked {_recorder.Acked}, waiting {load.Outstanding}, " +
                    $"connected {connected} of {clients.Count}, failed calls {_recorder.Failures}");
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
