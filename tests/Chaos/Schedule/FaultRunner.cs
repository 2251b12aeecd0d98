namespace OrleansChat.Chaos;

/// <summary>Does what the plan says, when it says so, and sees to it that everything runs again afterwards.</summary>
internal sealed class FaultRunner(Stage stage, PrivatePostgres postgres, IReadOnlyList<ChaosClient> clients, Recorder recorder, Action<string> say)
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _postgresTurn = new(1, 1);

    /// <summary>Completes when every fault is over.</summary>
    public Task Run(IEnumerable<Fault> schedule, CancellationToken cancellationToken) =>
        Task.WhenAll(schedule.Select(fault => Execute(fault, cancellationToken)));

    /// <summary>Starts again whatever has ended by itself, until it is cancelled.</summary>
    public async Task KeepRunning(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Watch);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await ReviveAll();
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Starts again whatever does not run; what cannot be started is noted.</summary>
    public async Task ReviveAll()
    {
        foreach (var part in stage.Parts)
        {
            try
            {
                if (await part.Revive() is { } note)
                    Note(note);
            }
            catch (InvalidOperationException exception)
            {
                Note(exception.Message);
            }
        }
    }

    private async Task Execute(Fault fault, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, fault.At.TotalMilliseconds - recorder.Now)), cancellationToken);
        var at = recorder.Now;
        Say(at, $"{fault.Name} {fault.TargetName}");
        string note;
        try
        {
            note = await Do(fault, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            note = $"failed: {exception.Message}";
        }
        var until = recorder.Now;
        recorder.Add(new ExecutedFault(at, until, fault.Name, fault.TargetName, note));
        Say(until, $"{fault.Name} {fault.TargetName} is over{(note.Length > 0 ? $": {note}" : "")}");
        if (note.Length > 0)
            recorder.Note($"{fault.Name} of {fault.TargetName} at {at / 1000.0:0.0} s: {note}");
    }

    private async Task<string> Do(Fault fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillSilo:
                return await stage.Silos[fault.Target].Kill(fault.Duration, cancellationToken);
            case FaultKind.StopSilo:
                return await stage.Silos[fault.Target].Stop(fault.Duration, cancellationToken);
            case FaultKind.FreezeSilo:
                return await stage.Silos[fault.Target].Freeze(fault.Duration, cancellationToken);
            case FaultKind.KillAllSilos:
                var notes = await Task.WhenAll(stage.Silos.Select(silo => silo.Kill(fault.Duration, cancellationToken)));
                return string.Join("; ", notes.Where(note => note.Length > 0));
            case FaultKind.KillFrontEnd or FaultKind.KillServer:
                return await stage.FrontEnds[fault.Target].Kill(fault.Duration, cancellationToken);
            case FaultKind.StopFrontEnd or FaultKind.StopServer:
                return await stage.FrontEnds[fault.Target].Stop(fault.Duration, cancellationToken);
            case FaultKind.RestartPostgres or FaultKind.PostgresOutage:
                return await WithoutPostgres(postgres.Stop, fault.Duration, cancellationToken);
            case FaultKind.KillPostgres:
                return await WithoutPostgres(Kill, fault.Duration, cancellationToken);
            case FaultKind.CutConnections:
                var connected = clients.Where(client => client.FrontEnd == fault.Target).ToArray();
                var cut = connected.Count(client => client.Number % 100 * 37 % 100 < fault.Percent && client.Cut());
                return cut == 0 ? "nobody was connected" : "";
            default:
                throw new ArgumentOutOfRangeException(nameof(fault));
        }
    }

    private Task Kill()
    {
        postgres.Kill();
        return Task.CompletedTask;
    }

    private async Task<string> WithoutPostgres(Func<Task> end, TimeSpan length, CancellationToken cancellationToken)
    {
        await _postgresTurn.WaitAsync(cancellationToken);
        try
        {
            await end();
            await Task.Delay(length, cancellationToken);
            await postgres.Start();
            return "";
        }
        finally
        {
            _postgresTurn.Release();
        }
    }

    private void Note(string note)
    {
        Say(recorder.Now, note);
        recorder.Note(note);
    }

    private void Say(long at, string text) => say($"{at / 1000.0,6:0.0} s  {text}");
}
