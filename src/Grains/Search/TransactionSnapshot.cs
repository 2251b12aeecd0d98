using System.Globalization;

namespace OrleansChat.Grains.Search;

/// <summary>
/// Which transactions had ended at a moment, as PostgreSQL's <c>pg_snapshot</c>: all below <paramref name="End"/> but those in
/// <paramref name="Running"/>.
/// </summary>
/// <param name="Running">Ascending, all below <paramref name="End"/>.</param>
internal sealed record TransactionSnapshot(ulong End, ImmutableArray<ulong> Running)
{
    /// <summary>All below have ended.</summary>
    public ulong Start => Running.IsEmpty ? End : Running[0];

    public bool Sees(ulong transaction) => transaction < End && !Running.Contains(transaction);

    public static TransactionSnapshot Parse(string text)
    {
        var parts = text.Split(':');
        return new(Number(parts[1]), [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)]);
    }

    /// <summary>What has been worked through after a look at the transactions up to <paramref name="last"/>, in their order:
    /// those that <paramref name="now"/> sees up to there, and beyond only what this one had seen before.</summary>
    public TransactionSnapshot AdvancedTo(ulong last, TransactionSnapshot now) => new(
        Math.Max(End, last + 1),
        [.. now.Running.Where(transaction => transaction <= last), .. Running.Where(transaction => transaction > last)]);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Start}:{End}:{string.Join(',', Running)}");

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
