using OrleansChat.Conversations;
using OrleansChat.FrontEnds;
using OrleansChat.Groups;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Groups;

/// <summary>What many members do with one message.</summary>
public sealed class LargeGroupTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const int Size = 1_000;

    [Fact]
    public async Task The_thousandth_reaction_writes_as_many_rows_as_the_first()
    {
        var (group, members) = await NewGroup(Size);
        var id = group.GetPrimaryKeyString();
        var seq = (await group.Send(members[0], new NewMessage(Guid.NewGuid(), "like this", null))).Required.Seq;
        await cluster.Database.Execute("""
            CREATE TABLE rows_written (conversation_id text);
            CREATE FUNCTION note_row() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO rows_written VALUES (new.conversation_id); RETURN NULL; END $$;
            CREATE TRIGGER note AFTER INSERT OR UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION note_row();
            CREATE TRIGGER note AFTER INSERT OR UPDATE ON message_changes FOR EACH ROW EXECUTE FUNCTION note_row();
            CREATE TRIGGER note AFTER INSERT OR UPDATE ON reactions FOR EACH ROW EXECUTE FUNCTION note_row();
            """);

        var first = (await group.React(members[0], seq, "👍", on: true)).Required;
        var rowsOfFirst = await RowsWritten(id);
        Assert.Equal((3, 1), ((int)rowsOfFirst, first.Reactions.Single().Count));
        var answers = new List<Outcome<Message>>();
        // They go one after the other, and a call has its time: not all of them at once.
        foreach (var some in members[1..].Chunk(100))
            answers.AddRange(await Task.WhenAll(some.Select(member => group.React(member, seq, "👍", on: true))));
        Assert.Equal(Enumerable.Range(2, Size - 1), answers.Select(answer => answer.Required.Reactions.Single().Count).Order());
        Assert.Equal(Size * rowsOfFirst, await RowsWritten(id));

        var last = answers.Select(answer => answer.Required).MaxBy(message => message.Version)!;
        var reader = cluster.Grains.GetGrain<IConversationReaderGrain>("reader.0");
        var fresh = (await reader.History(members[5], id, new HistoryRange(null, null, seq, 1))).Required.Items.Single();
        Assert.Equal((Size, 100), (fresh.Reactions.Single().Count, fresh.Reactions.Single().UserIds.Length));
        Assert.Equal<string>(fresh.Reactions.Single().UserIds, last.Reactions.Single().UserIds);
        Assert.Equal(fresh.Version, last.Version);
    }

    [Fact]
    public async Task Senders_alone_learn_how_many_have_received_and_read()
    {
        var (group, members) = await NewGroup(60);
        var (sender, other) = (members[0], members[1]);
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await cluster.Grains.GetGrain<IUserGrain>(sender).Connect(frontEnd.FrontEnd, []);
        await group.Subscribe(frontEnd.FrontEnd);
        for (var i = 0; i < 30; i++)
            await group.Send(sender, new NewMessage(Guid.NewGuid(), $"message {i}", null));

        // Seq 1 tells of the group, the sender's are 2 to 31.
        foreach (var reader in members[2..12])
            Assert.Null((await group.Mark(reader, deliveredSeq: 31, readSeq: 20)).Error);
        var counts = new Dictionary<long, ReceiptCount>();
        while (counts.GetValueOrDefault(31)?.DeliveredCount != 10 || counts.GetValueOrDefault(20)?.ReadCount != 10)
            await Take(counts);
        Assert.Equal(new ReceiptCount(group.GetPrimaryKeyString(), 21, 10, 0), counts[21]);
        Assert.DoesNotContain(counts.Keys, seq => seq is < 12 or > 31);

        // The other one's message shows that all before it was read.
        await group.Send(other, new NewMessage(Guid.NewGuid(), "seen", null));
        while (counts[31].ReadCount != 1)
            await Take(counts);
        Assert.Equal((11, 11), (counts[20].DeliveredCount, counts[20].ReadCount));
        while (frontEnd.HasGroupPush)
            Assert.IsNotType<ReceiptsChanged>((await frontEnd.NextGroupPush()).Event);

        async Task Take(Dictionary<long, ReceiptCount> into)
        {
            if ((await frontEnd.NextUserPush()).Event is not ReceiptCountsChanged changed)
                return;
            foreach (var count in changed.Counts)
                into[count.Seq] = count;
        }
    }

    [Fact]
    public async Task Many_who_start_and_stop_typing_at_once_are_all_seen_to_have_stopped()
    {
        var (group, members) = await NewGroup(40);
        var frontEnd = new FakeFrontEnd(cluster.Grains);
        await group.Subscribe(frontEnd.FrontEnd);
        foreach (var member in members)
            Assert.Null((await group.SetTyping(member, true)).Error);
        foreach (var member in members)
            Assert.Null((await group.SetTyping(member, false)).Error);

        var (starts, ends) = (new HashSet<string>(), new HashSet<string>());
        while (ends.Count < members.Length)
        {
            var typing = Assert.IsType<TypingChanged>((await frontEnd.NextGroupPush()).Event).Typing;
            Assert.True((typing.IsTyping ? starts : ends).Add(typing.UserId));
        }
        Assert.InRange(starts.Count, 1, members.Length - 1);
    }

    private async Task<(IGroupGrain Group, string[] Members)> NewGroup(int size)
    {
        var members = new string[size];
        await Parallel.ForAsync(0, size, async (i, _) => members[i] = await cluster.NewUser());
        var group = cluster.Grains.GetGrain<IGroupGrain>(Ids.NewGroup());
        Assert.Null((await group.Create(members[0], "large", [.. members[1..]])).Error);
        return (group, members);
    }

    private Task<long> RowsWritten(string conversationId) =>
        cluster.Database.Read<long>($"SELECT count(*) FROM rows_written WHERE conversation_id = '{conversationId}'");
}
