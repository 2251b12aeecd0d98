using OrleansChat.Grains.Conversations;

namespace OrleansChat.Grains.Tests.Conversations;

public sealed class TypingBudgetTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Within_a_second_ten_are_told_and_starts_leave_room_for_ends()
    {
        var budget = new TypingBudget();
        Assert.Equal(TypingBudget.MaxStarts, Enumerable.Range(0, 20).Count(i => budget.TryTake(isStart: true, Start.AddMilliseconds(i))));
        Assert.Equal(TimeSpan.Zero, budget.UntilNext(Start.AddMilliseconds(20)));
        Assert.Equal(
            TypingBudget.MaxPushes - TypingBudget.MaxStarts,
            Enumerable.Range(0, 20).Count(i => budget.TryTake(isStart: false, Start.AddMilliseconds(20 + i))));
        Assert.Equal(TimeSpan.FromMilliseconds(950), budget.UntilNext(Start.AddMilliseconds(50)));
        Assert.True(budget.TryTake(isStart: true, Start.AddMilliseconds(1_000)));
        Assert.False(budget.TryTake(isStart: false, Start.AddMilliseconds(1_000)));
    }

    [Fact]
    public void In_no_second_of_a_long_run_are_there_more_than_ten()
    {
        var random = new Random(3);
        var budget = new TypingBudget();
        var taken = new List<DateTimeOffset>();
        for (var now = Start; now < Start.AddMinutes(1); now += TimeSpan.FromMilliseconds(random.Next(60)))
        {
            if (budget.TryTake(random.Next(2) == 0, now))
                taken.Add(now);
        }
        Assert.All(taken, push => Assert.InRange(
            taken.Count(other => other >= push && other < push + TypingBudget.Window), 1, TypingBudget.MaxPushes));
    }
}
