namespace OrleansChat.Chaos;

/// <summary>
/// Sends a client's messages until each is acknowledged, over whatever connections it takes, always with the same client id; and
/// changes messages and read positions, each once.
/// </summary>
internal sealed class Sender(ChaosClient client, Recorder recorder, int frontEnds)
{
    private readonly OwnMessages _own = new();
    private int _outstanding;

    /// <summary>Messages without an Ack.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Sends until it is acknowledged or <paramref name="giveUp"/> is cancelled.</summary>
    /// <param name="alsoElsewhere">At the same time over another front-end.</param>
    /// <param name="again">Once more when it is acknowledged, over another front-end.</param>
    public async Task Send(Talk talk, Guid id, string text, bool alsoElsewhere, bool again, CancellationToken giveUp)
    {
        var message = recorder.Begin(client.UserId, talk.Id, id, text);
        Interlocked.Increment(ref _outstanding);
        var elsewhere = alsoElsewhere ? SendElsewhere(message, talk, id, text) : Task.CompletedTask;
        while (!giveUp.IsCancellationRequested)
        {
            if (await TrySend(message, talk, id, text, giveUp))
            {
                Interlocked.Decrement(ref _outstanding);
                break;
            }
        }
        await elsewhere;
        if (again && !giveUp.IsCancellationRequested)
            await SendElsewhere(message, talk, id, text);
    }

    /// <summary>Loses its connection, as people do who pass through a tunnel.</summary>
    public bool Reconnect() => client.Cut();

    public Task Edit(int choice, string text) => OnOwn(choice, ChangeKind.Edit, keeps: true, text, async (hub, talk, seq) =>
        (await hub.Edit(talk.Id, seq, text)).Version);

    public Task Delete(int choice) => OnOwn(choice, ChangeKind.Delete, keeps: false, "", async (hub, talk, seq) =>
    {
        await hub.Delete(talk.Id, seq);
        return 0;
    });

    public Task React(Talk talk, long seq, string emoji, bool on) => Change(ChangeKind.React, talk, seq, "", async hub =>
        (await hub.React(talk.Id, seq, emoji, on)).Version);

    public Task MarkRead(Talk talk, long seq) => Change(ChangeKind.Read, talk, seq, "", async hub =>
    {
        await hub.MarkRead(talk.Id, seq);
        return 0;
    });

    private async Task<bool> TrySend(int message, Talk talk, Guid id, string text, CancellationToken giveUp)
    {
        Link? link = null;
        try
        {
            link = await client.Connected(giveUp);
            var ack = await link.Hub.Send(talk.Id, text, id);
            recorder.Ack(message, ack, link.FrontEnd);
            talk.Acked(ack.Seq);
            _own.Add(talk, ack.Seq);
            return true;
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            recorder.Fail($"send: {Failures.Code(exception)}");
            if (!Failures.IsRefusal(exception) && link is not null)
                client.Lose(link);
            await Task.Delay(Random.Shared.Next(500, 1500), CancellationToken.None);
            return false;
        }
    }

    /// <summary>What it answers is taken down; that it fails does not matter.</summary>
    private async Task SendElsewhere(int message, Talk talk, Guid id, string text)
    {
        var frontEnd = ((client.FrontEnd ?? 0) + 1) % frontEnds;
        try
        {
            recorder.Ack(message, await client.Through(frontEnd).Send(talk.Id, text, id), frontEnd);
        }
        catch (Exception exception)
        {
            recorder.Fail($"send again: {Failures.Code(exception)}");
        }
    }

    private async Task OnOwn(int choice, ChangeKind kind, bool keeps, string text, Func<ChatHubClient, Talk, long, Task<long>> call)
    {
        if (_own.Take(choice) is not var (talk, seq))
            return;
        var outcome = await Change(kind, talk, seq, text, hub => call(hub, talk, seq));
        if (keeps && outcome == ChangeOutcome.Done)
            _own.Add(talk, seq);
    }

    private async Task<ChangeOutcome> Change(ChangeKind kind, Talk talk, long seq, string text, Func<ChatHubClient, Task<long>> call)
    {
        if (client.FrontEnd is null)
            return ChangeOutcome.Refused;
        var link = await client.Connected(CancellationToken.None);
        var order = recorder.NextOrder();
        var (outcome, version) = (ChangeOutcome.Unknown, 0L);
        try
        {
            version = await call(link.Hub);
            outcome = ChangeOutcome.Done;
        }
        catch (Exception exception)
        {
            // "unavailable" may also mean that the answer got lost further inside.
            if (exception is Refusal { Code: not "unavailable" })
                outcome = ChangeOutcome.Refused;
            // Somebody else has deleted it meanwhile.
            if (exception is not Refusal { Code: "gone" })
                recorder.Fail($"{kind.ToString().ToLowerInvariant()}: {Failures.Code(exception)}");
        }
        recorder.Add(new Change(
            kind, recorder.User(client.UserId), recorder.Conversation(talk.Id), seq, Hashes.Of(text), order, outcome, version));
        return outcome;
    }
}
