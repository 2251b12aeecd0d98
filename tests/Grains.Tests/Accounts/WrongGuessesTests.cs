using OrleansChat.Grains.Accounts;

namespace OrleansChat.Grains.Tests.Accounts;

public sealed class WrongGuessesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_nine_do_not_lock() => Assert.Null(Guessed(9).Wait(Start));

    [Theory]
    [InlineData(10, 30)]
    [InlineData(11, 60)]
    [InlineData(12, 120)]
    [InlineData(13, 240)]
    [InlineData(14, 480)]
    [InlineData(15, 900)]
    [InlineData(16, 900)]
    [InlineData(1_000, 900)]
    public void From_the_tenth_on_each_locks_for_twice_as_long_up_to_15_minutes(int count, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Guessed(count).Wait(Start));

    [Fact]
    public void The_wait_shrinks_until_a_guess_is_allowed_again()
    {
        var guesses = Guessed(10);
        Assert.Equal(TimeSpan.FromSeconds(1), guesses.Wait(Start.AddSeconds(29)));
        Assert.Null(guesses.Wait(Start.AddSeconds(30)));
    }

    [Fact]
    public void A_day_without_a_wrong_guess_forgets_all()
    {
        Assert.Equal(11, Guessed(10).Another(Start.AddHours(23)).Count);
        Assert.Equal(1, Guessed(10).Another(Start.AddHours(24)).Count);
    }

    private static WrongGuesses Guessed(int count) =>
        Enumerable.Range(0, count).Aggregate(WrongGuesses.None, (guesses, _) => guesses.Another(Start));
}
