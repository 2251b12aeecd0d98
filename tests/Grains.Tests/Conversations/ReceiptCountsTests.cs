using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;

namespace OrleansChat.Grains.Tests.Conversations;

public sealed class ReceiptCountsTests
{
    [Fact]
    public void Counts_are_those_of_counting_one_by_one()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var receipts = Enumerable.Range(0, random.Next(1, 90))
                .Select(i => new Receipt("g.x", $"u.{i}", random.Next(60), 0))
                .Select(receipt => receipt with { ReadSeq = random.Next((int)receipt.DeliveredSeq + 1) })
                .ToList();
            var messages = Enumerable.Range(1, 60).Where(_ => random.Next(3) == 0)
                .Select(seq => ((long)seq, $"u.{random.Next(100)}")).Reverse().ToList();
            var expected = messages.OrderBy(message => message.Item1).Select(message => (message.Item2, new ReceiptCount(
                "g.x",
                message.Item1,
                receipts.Count(receipt => receipt.UserId != message.Item2 && receipt.DeliveredSeq >= message.Item1),
                receipts.Count(receipt => receipt.UserId != message.Item2 && receipt.ReadSeq >= message.Item1))));
            Assert.Equal(expected, ReceiptCounts.Count("g.x", messages, receipts));
        }
    }
}
