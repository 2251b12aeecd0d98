using OrleansChat.Conversations;

namespace OrleansChat.TestKit;

/// <summary>"Old snapshot + Sync = fresh read", the one rule that every change must keep for everybody.</summary>
public static class ReplicaAssert
{
    /// <summary>Runs a change and checks the rule for each of the watchers.</summary>
    public static async Task KeepsInStep(IReadOnlyList<ChatUser> watchers, Func<Task> change)
    {
        var before = await Task.WhenAll(watchers.SelectMany(Snapshots));
        await change();
        await Task.WhenAll(before.Select(async snapshot =>
        {
            await CatchUp(snapshot.Replica, snapshot.Watcher.Sync);
            await IsTrue(snapshot.Replica, snapshot.Watcher);
        }));
    }

    /// <summary>One that never called Sync and is told everything, and one that did and is told only what changed since.</summary>
    private static IEnumerable<Task<(ChatUser Watcher, Replica Replica)>> Snapshots(ChatUser watcher)
    {
        yield return Read();
        yield return Sync();

        async Task<(ChatUser, Replica)> Read() => (watcher, await Replica.ReadFresh(watcher));

        async Task<(ChatUser, Replica)> Sync() => (watcher, await Synced(watcher));
    }

    /// <summary>A client that has called Sync until there was no more to ask for.</summary>
    public static async Task<Replica> Synced(ChatUser user)
    {
        var replica = new Replica();
        await CatchUp(replica, user.Sync);
        return replica;
    }

    /// <summary>Calls Sync until it tells nothing again: transactions of others hold the mark back for a moment, and what was under
    /// way with them is told once more.</summary>
    public static async Task Settle(Replica replica, ChatUser user)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < deadline;)
        {
            var answer = await user.Sync(replica);
            replica.Apply(answer);
            if (answer.Contacts.IsEmpty && answer.Conversations.IsEmpty)
                return;
        }
    }

    /// <summary>Calls Sync until there is no more to ask for.</summary>
    /// <param name="sync">Over REST or the hub.</param>
    public static async Task CatchUp(Replica replica, Func<Replica, Task<SyncAnswer>> sync)
    {
        while (replica.Apply(await sync(replica)))
        {
        }
    }

    /// <summary>Checks what a client holds against a fresh read.</summary>
    /// <exception cref="InvalidDataException">They differ; the text says where.</exception>
    public static async Task IsTrue(Replica replica, ChatUser user)
    {
        var differences = replica.DifferencesFrom(await Replica.ReadFresh(user)).Take(10).ToList();
        if (differences.Count > 0)
            throw new InvalidDataException($"What {user} holds is not what there is:\n{string.Join('\n', differences)}");
    }
}
