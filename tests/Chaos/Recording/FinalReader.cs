namespace OrleansChat.Chaos;

/// <summary>What everybody sees in the end.</summary>
internal static class FinalReader
{
    private const int AtOnce = 3;
    private const int Attempts = 3;
    private static readonly TimeSpan SettleLimit = TimeSpan.FromMinutes(2);

    /// <summary>Of each client, of the conversations of the run, once as its replica has it and once read afresh.</summary>
    public static async Task<List<Final>> Read(
        IReadOnlyList<ChaosClient> clients, IReadOnlyList<Talk> talks, int frontEnds, Recorder recorder, CancellationToken cancellationToken)
    {
        var finals = new List<Final>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(clients, options, async (client, _) =>
        {
            var mine = talks.Where(talk => talk.Members.Contains(client.Number)).ToArray();
            var settled = await Settled(client, recorder);
            var fresh = await Fresh(client, frontEnds, recorder);
            var rows = new[] { (FinalSource.Client, settled), (FinalSource.Fresh, fresh) }
                .SelectMany(seen => mine.Select(talk => ToFinal(seen.Item1, client.UserId, seen.Item2, talk.Id, recorder))).OfType<Final>().ToArray();
            lock (finals)
                finals.AddRange(rows);
        });
        return [.. finals.OrderBy(final => final.User).ThenBy(final => final.Conversation).ThenBy(final => final.Source)];
    }

    private static async Task<Replica> Settled(ChaosClient client, Recorder recorder)
    {
        try
        {
            await client.Settle(SettleLimit);
        }
        catch (TimeoutException exception)
        {
            recorder.Note(exception.Message);
        }
        return client.Replica;
    }

    /// <summary>Everything is said to run again: that a read fails is worth a note.</summary>
    private static async Task<Replica> Fresh(ChaosClient client, int frontEnds, Recorder recorder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Replica.ReadFresh(client.Through((client.Number + attempt) % frontEnds));
            }
            catch (Exception exception) when (attempt < Attempts)
            {
                recorder.Note($"The final read of {client.UserId} failed: {exception.Message}");
            }
        }
    }

    /// <returns>Null when it does not have the conversation.</returns>
    private static Final? ToFinal(FinalSource source, string user, Replica replica, string conversation, Recorder recorder)
    {
        if (replica.View(conversation) is not { } view)
            return null;
        return new Final(
            source, recorder.User(user), recorder.Conversation(conversation),
            replica.Cursors[conversation], view.LastSeq, view.ReadSeq, view.DeliveredSeq, view.UnreadCount,
            [.. replica.Timeline(conversation).Select(recorder.State)]);
    }
}
