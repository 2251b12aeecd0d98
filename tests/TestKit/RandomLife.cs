using System.Text.Json;

namespace OrleansChat.TestKit;

/// <summary>
/// People do anything the contract offers, at the same time, lose their connections and come back. In the end every client
/// holds what a fresh read answers, and all members of a conversation read the same.
/// </summary>
public sealed class RandomLife
{
    /// <summary>Nobody asks first whether it is allowed.</summary>
    private static readonly string[] Refusals = ["not_found", "forbidden", "gone", "conflict", "validation_failed"];
    private static readonly string[] Emoji = ["👍", "❤️", "😂", "🎉"];

    private readonly IReadOnlyList<ChatUser> _people;
    private readonly List<string> _groups = [];
    private readonly List<string> _invites = [];
    private readonly (int Weight, Func<Turn, Task> Do)[] _deeds;

    private RandomLife(IReadOnlyList<ChatUser> people)
    {
        _people = people;
        _deeds =
        [
            (10, turn => turn.Client.Hub.Send(turn.Conversation, $"text {turn.Number} @{turn.Other.Username}")),
            (4, turn => turn.User.Send(turn.Conversation, $"reply {turn.Number}", replyTo: turn.Seq)),
            (5, turn => turn.User.Edit(turn.Conversation, turn.Seq, $"edit {turn.Number}")),
            (3, turn => turn.Client.Hub.Delete(turn.Conversation, turn.Seq)),
            (5, turn => turn.Rest(turn.Coin ? HttpMethod.Put : HttpMethod.Delete,
                $"conversations/{turn.Conversation}/messages/{turn.Seq}/reactions/{Uri.EscapeDataString(turn.Pick(Emoji))}")),
            (2, turn => turn.Rest(turn.Coin ? HttpMethod.Put : HttpMethod.Delete, $"conversations/{turn.Conversation}/pins/{turn.Seq}")),
            (4, turn => turn.Client.Hub.MarkRead(turn.Conversation, turn.Seq * 3)),
            (2, turn => turn.Client.Hub.MarkDelivered(turn.Conversation, turn.Seq * 3)),
            (1, turn => turn.Client.Hub.SetTyping(turn.Conversation, turn.Coin)),
            (1, turn => turn.Rest(HttpMethod.Patch, $"conversations/{turn.Conversation}", new { muted = turn.Coin })),
            (1, turn => turn.Rest(HttpMethod.Patch, "users/me", new { displayName = $"name {turn.Number}" })),
            (2, turn => turn.Rest(HttpMethod.Post, $"groups/{turn.Group}/members", new { userIds = new[] { turn.Other.Id } })),
            (1, turn => turn.Rest(HttpMethod.Delete, $"groups/{turn.Group}/members/{turn.Other.Id}")),
            (1, turn => turn.Rest(HttpMethod.Delete, $"groups/{turn.Group}/members/{turn.User.Id}")),
            (1, turn => turn.Rest(HttpMethod.Patch, $"groups/{turn.Group}", new { name = $"group {turn.Number}" })),
            (2, turn => turn.Rest(HttpMethod.Patch, $"groups/{turn.Group}/members/{turn.Other.Id}", new { role = turn.Pick(["member", "admin", "owner"]) })),
            (1, Invite),
            (1, turn => _invites.Count == 0 ? Task.CompletedTask : turn.Rest(HttpMethod.Post, $"invites/{turn.Pick(_invites)}/join")),
            (1, CreateGroup),
            (1, turn => turn.Number % 4 > 0 ? Task.CompletedTask : turn.Rest(HttpMethod.Delete, $"groups/{turn.Group}")),
            (2, turn => turn.Rest(HttpMethod.Post, "contacts", new { userId = turn.Other.Id })),
            (2, turn => turn.Rest(HttpMethod.Post, $"contacts/{turn.Other.Id}/{turn.Pick(["accept", "accept", "decline"])}")),
            (1, turn => turn.Rest(HttpMethod.Delete, $"contacts/{turn.Other.Id}")),
            (1, turn => turn.Rest(HttpMethod.Put, $"contacts/{turn.Other.Id}/block")),
            (2, turn => turn.Rest(HttpMethod.Delete, $"contacts/{turn.Other.Id}/block")),
            (3, Reconnect),
        ];
    }

    /// <param name="people">At least two; what they did before does not matter.</param>
    /// <param name="random">Decides everything but what the machine decides: who of those that act at once comes first.</param>
    /// <param name="rounds">In each, everybody does one thing, all at the same time.</param>
    /// <exception cref="InvalidDataException">Somebody holds or reads something else than others; the text says what.</exception>
    public static Task Run(IReadOnlyList<ChatUser> people, Random random, int rounds) => new RandomLife(people).Live(random, rounds);

    private async Task Live(Random random, int rounds)
    {
        var clients = _people.Select(person => new SyncedClient(person)).ToArray();
        await Task.WhenAll(clients.Select(client => client.Connect()));
        foreach (var client in clients.Take(3))
            await CreateGroup(new Turn(this, client, random.Next()));

        // Deeds of one person follow each other; those of different people are at the same time.
        for (var round = 0; round < rounds; round++)
            await Task.WhenAll(clients.Select(client => Act(new Turn(this, client, random.Next()))));

        await Task.WhenAll(clients.Select(client => client.Settle()));
        await Task.WhenAll(clients.Select(client => ReplicaAssert.IsTrue(client.Replica, client.User)));
        await AllReadTheSame();
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private async Task Act(Turn turn)
    {
        var dice = turn.Random.Next(_deeds.Sum(deed => deed.Weight));
        var deed = _deeds.First(deed => (dice -= deed.Weight) < 0).Do;
        try
        {
            await deed(turn);
        }
        catch (Refusal refusal) when (Refusals.Contains(refusal.Code))
        {
        }
    }

    private async Task CreateGroup(Turn turn)
    {
        var members = _people.Where(other => other != turn.User && turn.Coin).ToArray();
        string group;
        try
        {
            group = (await turn.User.CreateGroup($"group {turn.Number}", members)).Id;
        }
        catch (Refusal refusal) when (refusal.Code == "forbidden")
        {
            // Somebody has blocked somebody.
            group = (await turn.User.CreateGroup($"group {turn.Number}")).Id;
        }
        lock (_groups)
            _groups.Add(group);
    }

    private async Task Invite(Turn turn)
    {
        var invite = await turn.User.Invite(turn.Group, maxUses: 1 + (turn.Number % 3));
        lock (_invites)
            _invites.Add(invite.Code);
    }

    private static async Task Reconnect(Turn turn)
    {
        if (turn.Coin)
            await turn.Client.Drop();
        await turn.Client.Connect();
    }

    private async Task AllReadTheSame()
    {
        var readings = new Dictionary<string, string>();
        foreach (var replica in await Task.WhenAll(_people.Select(Replica.ReadFresh)))
        {
            foreach (var id in replica.Cursors.Keys)
            {
                var reading = JsonSerializer.Serialize(replica.Timeline(id), JsonSerializerOptions.Web);
                if (readings.TryAdd(id, reading) || readings[id] == reading)
                    continue;
                throw new InvalidDataException($"Two members read {id} differently:\n{readings[id]}\n{reading}");
            }
        }
    }

    /// <summary>One person's next deed, and what it may be about.</summary>
    private sealed class Turn
    {
        public Turn(RandomLife life, SyncedClient client, int seed)
        {
            (Client, Random) = (client, new Random(seed));
            Number = Random.Next(1_000_000);
            Other = life._people[Random.Next(life._people.Count)];
            lock (life._groups)
                Group = life._groups.Count == 0 ? Ids.NewGroup() : life._groups[Random.Next(life._groups.Count)];
            Conversation = Random.Next(3) == 0 && Other != User ? Ids.Direct(User.Id, Other.Id) : Group;
            Seq = Random.Next(1, 15);
        }

        public SyncedClient Client { get; }

        public ChatUser User => Client.User;

        public Random Random { get; }

        public int Number { get; }

        public ChatUser Other { get; }

        public string Group { get; }

        public string Conversation { get; }

        public long Seq { get; }

        public bool Coin => Random.Next(2) == 0;

        public string Pick(IReadOnlyList<string> from)
        {
            lock (from)
                return from[Random.Next(from.Count)];
        }

        public Task Rest(HttpMethod method, string path, object? body = null) => User.Call(method, path, body);
    }
}
