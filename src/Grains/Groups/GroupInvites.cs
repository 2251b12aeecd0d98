using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;
using OrleansChat.Groups;

namespace OrleansChat.Grains.Groups;

/// <summary>The invites of a group: those that can be used, and the latest of those that no longer can. Pure: nothing is written
/// here.</summary>
internal sealed class GroupInvites(IEnumerable<InviteRow> rows)
{
    /// <summary>Invites that can be used; more are refused.</summary>
    public const int MaxLive = 100;

    /// <summary>Invites that can no longer be used and still answer <see cref="ErrorCode.Gone"/>; older ones are forgotten.</summary>
    private const int MaxEnded = 100;

    private readonly List<InviteRow> _rows = [.. rows];

    /// <summary>Compares with every code in constant time, so that no answer's time tells how much of a guess was right.</summary>
    public InviteRow? Find(string code)
    {
        InviteRow? found = null;
        foreach (var row in _rows)
        {
            if (CryptographicOperations.FixedTimeEquals(Bytes(row.Invite.Code), Bytes(code)))
                found = row;
        }
        return found;

        static ReadOnlySpan<byte> Bytes(string text) => MemoryMarshal.AsBytes(text.AsSpan());
    }

    public int CountLive(DateTimeOffset now) => _rows.Count(row => row.Ended(now) is null);

    /// <summary>The oldest of those that have ended, when one more is made.</summary>
    public IReadOnlyList<string> Surplus(DateTimeOffset now) =>
        [.. NewestFirst().Where(row => row.Ended(now) is not null).Skip(MaxEnded).Select(row => row.Invite.Code)];

    public Outcome<Page<Invite>> Page(int limit, string? cursor)
    {
        var after = cursor is null ? null : PageCursor.Decode(cursor, 2);
        var time = after is null ? null : PageCursor.Time(after[0]);
        if (cursor is not null && time is null)
            return PageCursor.Invalid;
        var page = NewestFirst()
            .Where(row => time is null || row.CreatedAt < time
                || (row.CreatedAt == time && string.CompareOrdinal(row.Invite.Code, after![1]) < 0))
            .Take(limit + 1)
            .ToList();
        var last = page.Count > limit ? page[limit - 1] : null;
        return new Page<Invite>(
            [.. page.Take(limit).Select(row => row.Invite)],
            last is null ? null : PageCursor.Encode(PageCursor.Time(last.CreatedAt), last.Invite.Code));
    }

    public void Add(InviteRow row, IReadOnlyList<string> forgotten)
    {
        _rows.RemoveAll(old => forgotten.Contains(old.Invite.Code));
        _rows.Add(row);
    }

    public void Remove(string code) => _rows.RemoveAll(row => row.Invite.Code == code);

    public void Apply(MembershipChange change)
    {
        if (change.DeletedAt is not null)
            _rows.Clear();
        if (change.Invite is { } use && _rows.FindIndex(row => row.Invite.Code == use.Code) is >= 0 and var index)
            _rows[index] = _rows[index] with { Invite = _rows[index].Invite with { Uses = use.Uses } };
    }

    private IEnumerable<InviteRow> NewestFirst() =>
        _rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Invite.Code, StringComparer.Ordinal);
}

internal sealed record InviteRow(Invite Invite, DateTimeOffset CreatedAt)
{
    /// <returns>Why nobody can join with it any more; null while somebody can.</returns>
    public Error? Ended(DateTimeOffset now) =>
        Invite.Uses >= Invite.MaxUses ? new Error(ErrorCode.Gone, "This invite has been used up. Ask for a new one.")
        : Invite.ExpiresAt <= now ? new Error(ErrorCode.Gone, "This invite has expired. Ask for a new one.")
        : null;
}
