namespace OrleansChat.Chaos;

/// <summary>A process of the stage. One thing is done to it at a time, and in the end of each it runs.</summary>
internal sealed class Part(ProductProcess process, Func<Task> start)
{
    private const int MostStarts = 5;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public string Name => process.Name;

    public bool IsRunning => process.IsRunning;

    /// <summary>SIGKILL, and after a while a new start.</summary>
    /// <returns>What was unusual; empty when nothing was.</returns>
    public Task<string> Kill(TimeSpan down, CancellationToken cancellationToken) => InTurn(async () =>
    {
        if (process.IsRunning)
            await process.Kill();
        await Task.Delay(down, cancellationToken);
        return await StartAgain();
    }, cancellationToken);

    /// <summary>SIGTERM, and a while after its end a new start.</summary>
    /// <inheritdoc cref="Kill"/>
    public Task<string> Stop(TimeSpan down, CancellationToken cancellationToken) => InTurn(async () =>
    {
        var note = process.IsRunning ? await Terminate() : "it had ended by itself";
        await Task.Delay(down, cancellationToken);
        return string.Join("; ", new[] { note, await StartAgain() }.Where(text => text.Length > 0));
    }, cancellationToken);

    /// <summary>SIGSTOP, and after a while SIGCONT. It may then end itself: <see cref="Revive"/>.</summary>
    public Task<string> Freeze(TimeSpan length, CancellationToken cancellationToken) => InTurn(async () =>
    {
        if (!process.IsRunning)
            return $"it had ended by itself; {await StartAgain()}";
        process.Freeze();
        try
        {
            await Task.Delay(length, cancellationToken);
        }
        finally
        {
            process.Thaw();
        }
        return "";
    }, cancellationToken);

    /// <summary>Starts it again when it has ended by itself.</summary>
    /// <returns>Null when it runs or something is being done to it.</returns>
    public async Task<string?> Revive()
    {
        if (process.IsRunning || !await _turn.WaitAsync(0))
            return null;
        try
        {
            if (process.IsRunning)
                return null;
            var lastLines = string.Join(" | ", process.Output.Split('\n').TakeLast(4));
            var note = await StartAgain();
            return $"{Name} ended by itself and was started again. {note} Its last lines: {lastLines}";
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> InTurn(Func<Task<string>> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await action();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> Terminate()
    {
        try
        {
            return await process.Terminate() is var code && code == 0 ? "" : $"it ended with exit code {code}";
        }
        catch (TimeoutException exception)
        {
            await process.Kill();
            return $"{exception.Message} It was killed.";
        }
    }

    /// <summary>Its database may be away just now: then it ends, and is started once more.</summary>
    private async Task<string> StartAgain()
    {
        for (var count = 1; ; count++)
        {
            try
            {
                await start();
                return count == 1 ? "" : $"it started at attempt {count}";
            }
            catch (InvalidOperationException) when (count < MostStarts)
            {
                if (process.IsRunning)
                    await process.Kill();
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }
}
