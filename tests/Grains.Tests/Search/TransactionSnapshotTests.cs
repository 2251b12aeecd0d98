using OrleansChat.Grains.Search;

namespace OrleansChat.Grains.Tests.Search;

public sealed class TransactionSnapshotTests
{
    [Theory]
    [InlineData("10:10:")]
    [InlineData("10:20:10,14,15")]
    public void Text_is_that_of_PostgreSQL(string text) => Assert.Equal(text, TransactionSnapshot.Parse(text).ToString());

    [Theory]
    [InlineData("10:10:", "20:20:", 14, "15:15:")]
    [InlineData("10:10:", "12:20:12,16", 14, "12:15:12")]
    // A late one has come: the rest of what was seen stays seen.
    [InlineData("5:20:5,17", "17:30:17,25", 5, "17:20:17")]
    // Whoever was running and still is stays unseen.
    [InlineData("5:20:5,8", "8:30:8", 22, "8:23:8")]
    public void Progress_covers_exactly_what_was_looked_at(string seen, string now, ulong last, string expected)
    {
        var (before, present) = (TransactionSnapshot.Parse(seen), TransactionSnapshot.Parse(now));
        var after = before.AdvancedTo(last, present);
        Assert.Equal(expected, after.ToString());
        for (var transaction = 1UL; transaction < 40; transaction++)
            Assert.Equal(before.Sees(transaction) || (transaction <= last && present.Sees(transaction)), after.Sees(transaction));
    }
}
