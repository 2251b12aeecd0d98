
namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Six people do anything, lose their connections and come back; in the end everybody holds what there is.</summary>
[Collection(ChatCollection.Name)]
public sealed class RandomizedTests(ChatFixture chat)
{
    private const int Steps = 900;

    /// <summary>Set it to repeat a run.</summary>
    private static readonly string? SeedSetting = Environment.GetEnvironmentVariable("CHAT_TEST_SEED");

    [Fact]
    public async Task Whatever_they_do_every_client_ends_with_the_truth()
    {
        var seed = int.TryParse(SeedSetting, out var given) ? given : Random.Shared.Next();
        try
        {
            await Run(new Random(seed));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Run again with CHAT_TEST_SEED={seed}: {exception.Message}", exception);
        }
    }

    private async Task Run(Random random)
    {
        var people = chat.People(6);
        var groups = new List<(ChatUser Owner, string Id)>();
        foreach (var owner in people.Take(3))
            groups.Add((owner, (await owner.CreateGroup("random", people.Where(other => other != owner && random.Next(2) == 0))).Id));
        var clients = people.Select(person => new SyncedClient(person)).ToArray();
        await Task.WhenAll(clients.Select(client => client.Connect()));

        // Steps of one person follow each other; those of different people are at the same time.
        for (var round = 0; round < Steps / clients.Length; round++)
            await Task.WhenAll(clients.Select(client => Step(client, clients, groups, new Random(random.Next()))));

        await Task.WhenAll(clients.Select(client => client.Settle()));
        await Task.WhenAll(clients.Select(client => ReplicaAssert.IsTrue(client.Replica, client.User)));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static async Task Step(
        SyncedClient client, SyncedClient[] clients, List<(ChatUser Owner, string Id)> groups, Random random)
    {
        var user = client.User;
        var (owner, group) = groups[random.Next(groups.Count)];
        var other = clients[random.Next(clients.Length)].User;
        var conversation = random.Next(3) == 0 && other != user ? Ids.Direct(user.Id, other.Id) : group;
        var seq = random.Next(1, 12);
        try
        {
            await (random.Next(20) switch
            {
                < 8 => client.Hub.Send(conversation, $"text {random.Next()}"),
                < 11 => user.Edit(conversation, seq, $"edit {random.Next()}"),
                < 13 => client.Hub.Delete(conversation, seq),
                < 15 => client.Hub.MarkRead(conversation, seq * 3),
                15 => owner.AddMembers(group, other),
                16 => owner == other ? owner.Rename(group, $"name {random.Next()}") : owner.Remove(group, other),
                17 => user.Leave(group),
                _ => Reconnect(client, random),
            });
        }
        catch (Refusal refusal) when (refusal.Code is "not_found" or "forbidden" or "gone" or "conflict")
        {
            // Nobody asks first whether it is allowed.
        }
    }

    private static async Task Reconnect(SyncedClient client, Random random)
    {
        if (random.Next(2) == 0)
            await client.Drop();
        await client.Connect();
    }
}
