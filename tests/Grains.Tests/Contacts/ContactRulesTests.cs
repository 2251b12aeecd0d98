using OrleansChat.Contacts;
using OrleansChat.Grains.Contacts;

namespace OrleansChat.Grains.Tests.Contacts;

/// <summary>Every action on every relation that can be; the halves are written as mine/theirs.</summary>
public sealed class ContactRulesTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Then.AddDays(1);

    /// <summary>Relations as one side sees them; * marks the half whose user is blocked by the other.</summary>
    private static readonly string[] Relations =
        ["none/none", "out/in", "in/out", "yes/yes", "block/none*", "none*/block", "block*/block*"];

    private static readonly string[] Actions = ["ask", "accept", "decline", "remove", "block", "unblock"];

    private static readonly string[][] Expected =
    [
        /*               ask        accept      decline     remove       block           unblock */
        /* none   */ ["out/in", "NotFound", "NotFound", "same", "block/none*", "same"],
        /* asked  */ ["same", "NotFound", "NotFound", "none/none", "block/none*", "same"],
        /* asks   */ ["yes/yes", "yes/yes", "none/none", "none/none", "block/none*", "same"],
        /* known  */ ["same", "same", "NotFound", "none/none", "block/none*", "same"],
        /* I block*/ ["Conflict", "NotFound", "NotFound", "same", "same", "none/none"],
        /* blocked*/ ["Forbidden", "NotFound", "NotFound", "same", "block*/block*", "same"],
        /* both   */ ["Conflict", "NotFound", "NotFound", "same", "same", "none*/block"],
    ];

    public static TheoryData<string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string>();
        for (var row = 0; row < Relations.Length; row++)
        {
            for (var column = 0; column < Actions.Length; column++)
                cells.Add(Relations[row], Actions[column], Expected[row][column]);
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_action_does_what_the_table_says(string relation, string action, string expected)
    {
        var before = Read(relation);
        var after = Do(action, before);
        Assert.Equal(expected, after.Error is { } error ? error.Code.ToString() : after.Required == before ? "same" : Write(after.Required));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_time_is_that_of_the_status(string relation, string action, string expected)
    {
        var before = Read(relation);
        if (Do(action, before).Value is not { } after)
        {
            Assert.True(Enum.TryParse<ErrorCode>(expected, out _));
            return;
        }
        Assert.Equal(after.Mine.Status == before.Mine.Status ? Then : Now, after.Mine.CreatedAt);
        Assert.Equal(after.Theirs.Status == before.Theirs.Status ? Then : Now, after.Theirs.CreatedAt);
    }

    private static Outcome<ContactPair> Do(string action, ContactPair pair) => action switch
    {
        "ask" => ContactRules.Ask(pair, Now),
        "accept" => ContactRules.Accept(pair, Now),
        "decline" => ContactRules.Decline(pair, Now),
        "remove" => ContactRules.Remove(pair, Now),
        "block" => ContactRules.Block(pair, Now),
        _ => ContactRules.Unblock(pair, Now),
    };

    private static ContactPair Read(string relation)
    {
        var halves = relation.Split('/').Select(half => new ContactHalf(
            half.TrimEnd('*') switch
            {
                "none" => ContactStatus.Removed,
                "in" => ContactStatus.PendingIncoming,
                "out" => ContactStatus.PendingOutgoing,
                "yes" => ContactStatus.Accepted,
                _ => ContactStatus.Blocked,
            },
            half.EndsWith('*'),
            Then)).ToArray();
        return new ContactPair(halves[0], halves[1]);
    }

    private static string Write(ContactPair pair) => $"{Write(pair.Mine)}/{Write(pair.Theirs)}";

    private static string Write(ContactHalf half)
    {
        var status = half.Status switch
        {
            ContactStatus.Removed => "none",
            ContactStatus.PendingIncoming => "in",
            ContactStatus.PendingOutgoing => "out",
            ContactStatus.Accepted => "yes",
            _ => "block",
        };
        return half.BlockedByOther ? $"{status}*" : status;
    }
}
