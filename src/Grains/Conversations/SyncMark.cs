using System.Globalization;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Conversations;

/// <summary>How far a Sync has looked: every transaction with a lower id had ended.</summary>
/// <param name="Database">Which PostgreSQL counted, and from which backup it was restored: behind a restore the ids mean nothing.</param>
/// <param name="Transaction">Later Syncs answer what was written by this one and higher ones.</param>
internal sealed record SyncMark(long Database, ulong Transaction)
{
    public string ToText() => PageCursor.Encode(
        Database.ToString(CultureInfo.InvariantCulture), Transaction.ToString(CultureInfo.InvariantCulture));

    /// <returns>Null when the text is no mark: then everything is news.</returns>
    public static SyncMark? Parse(string? text) =>
        text is not null
        && PageCursor.Decode(text, 2) is [var database, var transaction]
        && long.TryParse(database, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var server)
        && ulong.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new SyncMark(server, id)
            : null;
}
