using System.Collections.Concurrent;
using OrleansChat.Conversations;
using Xunit.Abstractions;

namespace OrleansChat.Web.Tests.Conversations;

/// <summary>Six people do anything for a while; in the end every number of unread messages is that of a plain count over the log.</summary>
[Collection(ChatCollection.Name)]
public sealed class UnreadAuditTests(ChatFixture chat, ITestOutputHelper output)
{
    private const int Steps = 3_000;
    private const int Rounds = 3;

    /// <summary>Set it to repeat a run.</summary>
    private static readonly string? SeedSetting = Environment.GetEnvironmentVariable("CHAT_TEST_SEED");

    [Fact]
    public async Task No_count_differs_from_the_log()
    {
        var seed = int.TryParse(SeedSetting, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"CHAT_TEST_SEED={seed}");
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
        var audit = new Audit(people);
        foreach (var owner in people[..3])
            audit.Groups.Add((owner, (await owner.CreateGroup("audit", people.Where(_ => random.Next(2) == 0))).Id));
        foreach (var (first, second) in people.Zip(people.Skip(1)))
            audit.Directs.Add((await first.OpenDirect(second)).Id);

        var (checkedCounts, unread) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            // Steps of one person follow each other; those of different people are at the same time.
            for (var step = 0; step < Steps / Rounds / people.Length; step++)
                await Task.WhenAll(people.Select(person => audit.Step(person, new Random(random.Next()))));
            foreach (var person in people)
            {
                foreach (var conversation in await audit.Views(person))
                {
                    var (read, count) = await CountTheLog(person.Id, conversation.Id);
                    var seen = $"{person} in {conversation.Id}, round {round}";
                    Assert.True(count == conversation.UnreadCount, $"{seen}: {conversation.UnreadCount} unread, the log has {count}");
                    Assert.True(read == conversation.ReadSeq, $"{seen}: read to {conversation.ReadSeq}, the cursor is {read}");
                    Assert.True(read >= audit.AnsweredRead(person.Id, conversation.Id), $"{seen}: read to {read}, and more was answered");
                    (checkedCounts, unread) = (checkedCounts + 1, unread + count);
                }
            }
        }
        output.WriteLine($"{checkedCounts} counts, {unread} unread");
        Assert.True(checkedCounts > 50 && unread > 50, $"{checkedCounts} counts, {unread} unread: too quiet to tell");
    }

    /// <summary>A plain count. When somebody joined is what the messages of the system say, not what is noted of the member.</summary>
    private async Task<(long Read, int Unread)> CountTheLog(string userId, string conversationId)
    {
        var read = await chat.Database.Read<long>(
            $"SELECT read_seq FROM cursors WHERE conversation_id = '{conversationId}' AND user_id = '{userId}'");
        var joined = await chat.Database.Read<long>($"""
            SELECT coalesce(max(seq), 0) FROM messages
            WHERE conversation_id = '{conversationId}' AND type = 2
              AND (content::jsonb -> 'userIds' ? '{userId}' OR (seq = 1 AND sender_id = '{userId}'))
              AND content::jsonb ->> 'event' IN ('groupCreated', 'membersAdded')
            """);
        var unread = await chat.Database.Read<long>($"""
            SELECT count(*) FROM messages
            WHERE conversation_id = '{conversationId}' AND seq > {read} AND seq > {joined}
              AND sender_id <> '{userId}' AND deleted_at IS NULL AND type <> 2
            """);
        return (read, (int)unread);
    }

    private sealed class Audit(ChatUser[] people)
    {
        private readonly ConcurrentDictionary<(string, string), long> _answered = [];
        private readonly ConcurrentDictionary<string, long> _acknowledged = [];

        public List<(ChatUser Owner, string Id)> Groups { get; } = [];

        public List<string> Directs { get; } = [];

        /// <summary>The furthest that was answered to have been read.</summary>
        public long AnsweredRead(string userId, string conversationId) => _answered.GetValueOrDefault((userId, conversationId));

        public async Task Step(ChatUser user, Random random)
        {
            var (owner, group) = Groups[random.Next(Groups.Count)];
            var directs = Directs.FindAll(id => Ids.Peer(id, user.Id) is not null);
            var conversation = random.Next(3) == 0 ? directs[random.Next(directs.Count)] : group;
            var other = people[random.Next(people.Length)];
            var last = _acknowledged.GetValueOrDefault(conversation);
            try
            {
                switch (random.Next(20))
                {
                    case < 9:
                        var ack = await user.Send(conversation, $"text {random.Next()}");
                        _acknowledged.AddOrUpdate(conversation, ack.Seq, (_, known) => Math.Max(known, ack.Seq));
                        Answered(user, conversation, ack.Seq);
                        break;
                    case < 11:
                        await user.Edit(conversation, random.NextInt64(1, last + 2), $"edit {random.Next()}");
                        break;
                    case < 13:
                        await user.Delete(conversation, random.NextInt64(1, last + 2));
                        break;
                    case < 16:
                        // Also beyond the end of the log.
                        var seq = Math.Max(0, last + random.NextInt64(-30, 4));
                        await user.MarkRead(conversation, seq);
                        Answered(user, conversation, Math.Min(seq, last));
                        break;
                    case 16:
                        await user.MarkDelivered(conversation, last);
                        break;
                    case < 19:
                        await owner.AddMembers(group, other);
                        break;
                    default:
                        await (random.Next(2) == 0 ? owner.Remove(group, other) : user.Leave(group));
                        break;
                }
            }
            catch (Refusal refusal) when (refusal.Code is "not_found" or "forbidden" or "gone" or "conflict")
            {
                // Nobody asks first whether it is allowed.
            }
        }

        /// <summary>What a user is told: by the inbox, of each conversation, and by Sync.</summary>
        public async Task<List<Conversation>> Views(ChatUser user)
        {
            var inbox = (await user.Inbox(limit: 200)).Items;
            Assert.True(inbox.Length < 200, "The audit reads one page.");
            var mine = Groups.Select(group => group.Id).Concat(Directs).ToHashSet();
            var sync = await user.Sync(new Dictionary<string, long>());
            var single = new List<Conversation>();
            foreach (var view in inbox.Where(view => mine.Contains(view.Id)))
                single.Add(await user.Get(view.Id));
            return [.. inbox.Concat(sync.Conversations).Where(view => mine.Contains(view.Id)), .. single];
        }

        private void Answered(ChatUser user, string conversation, long seq) =>
            _answered.AddOrUpdate((user.Id, conversation), seq, (_, known) => Math.Max(known, seq));
    }
}
