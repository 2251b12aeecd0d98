namespace OrleansChat.Chaos.Checker;

/// <summary>Unread counts and cursors, by the contract's rule over the log.</summary>
internal static class UnreadChecks
{
    /// <summary>Where counting ends.</summary>
    private const int MaxUnread = 1_000;

    public static IEnumerable<Finding> Run(Truth truth)
    {
        var finals = truth.History.Finals.ToLookup(final => (final.Conversation, final.User));
        foreach (var member in truth.History.Members)
        {
            var log = truth.Log(member.Conversation);
            var own = log.Where(row => row.State.Sender == member.User && !row.State.IsSystem).Select(row => row.State.Seq).LastOrDefault();
            if (member.ReadSeq < own)
                yield return Differs(truth, "The database", member, $"has read to {member.ReadSeq}, before the user's own message {own}");
            if (member.DeliveredSeq < member.ReadSeq || member.ReadSeq > (log.Count == 0 ? 0 : log[^1].State.Seq))
                yield return Differs(truth, "The database", member, $"has received to {member.DeliveredSeq} and read to {member.ReadSeq}");

            var unread = log.Count(row => row.State.Seq > Math.Max(member.ReadSeq, member.JoinedSeq)
                && row.State.Sender != member.User && !row.State.IsDeleted && !row.State.IsSystem);
            foreach (var final in finals[(member.Conversation, member.User)])
            {
                if ((final.ReadSeq, final.DeliveredSeq) != (member.ReadSeq, member.DeliveredSeq))
                {
                    yield return Differs(truth, $"{final.Source}", member, $"has received to {final.DeliveredSeq} and read to {final.ReadSeq}, " +
                        $"the database to {member.DeliveredSeq} and {member.ReadSeq}");
                }
                if (final.UnreadCount != Math.Min(unread, MaxUnread))
                    yield return Differs(truth, $"{final.Source}", member, $"counts {final.UnreadCount} unread, the log {unread}");
            }
        }
    }

    private static Finding Differs(Truth truth, string who, MemberRow member, string how) =>
        new(FindingKind.UnreadDifference, $"{who} of {truth.User(member.User)} in {truth.Name(member.Conversation)}: {how}.");
}
