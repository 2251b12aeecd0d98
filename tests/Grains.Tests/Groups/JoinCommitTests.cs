using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Tests.Journal;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Tests.Groups;

/// <summary>A membership and the use of the invite that led to it are one commit.</summary>
public sealed class JoinCommitTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    [Fact]
    public async Task A_join_whose_answer_was_lost_counts_once()
    {
        await using var proxy = new CuttingProxy(fixture.Database.ConnectionString);
        var journal = await fixture.Start(proxy.ConnectionString);
        var id = await NewGroup();
        proxy.LoseNextAnswer();
        Assert.Equal(AppendResult.Committed, await journal.Open(id).Append(Join(id, 1)));
        Assert.Equal(1, proxy.Cuts);
        Assert.Equal((1, 1L), (await Uses(id), await CountMembers(id)));
    }

    [Fact]
    public async Task A_join_by_a_second_writer_counts_not_at_all()
    {
        var (first, second) = (await fixture.Start(), await fixture.Start());
        var id = await NewGroup();
        Assert.Equal(AppendResult.Committed, await first.Open(id).Append(Join(id, 1)));
        Assert.Equal(AppendResult.Fenced, await second.Open(id).Append(Join(id, 1)));
        Assert.Equal((1, 1L), (await Uses(id), await CountMembers(id)));
    }

    private static Append Join(string groupId, long seq)
    {
        var guest = Ids.NewUser();
        return JournalFixture.Message(groupId, seq, sender: guest) with
        {
            Members = new MembershipChange([new MemberRow(guest, GroupRole.Member, DateTimeOffset.UnixEpoch, seq)], [], (int)seq)
            {
                Invite = new InviteUse("code", (int)seq),
            },
        };
    }

    private async Task<string> NewGroup()
    {
        var id = Ids.NewGroup();
        await fixture.Database.Execute($"""
            INSERT INTO groups (group_id, name, created_at) VALUES ('{id}', 'group', now());
            INSERT INTO invites (group_id, code, uses, created_at) VALUES ('{id}', 'code', 0, now());
            """);
        return id;
    }

    private Task<int> Uses(string groupId) => fixture.Database.Read<int>($"SELECT uses FROM invites WHERE group_id = '{groupId}'");

    private Task<long> CountMembers(string groupId) =>
        fixture.Database.Read<long>($"SELECT count(*) FROM group_members WHERE group_id = '{groupId}'");
}
