using OrleansChat.WebFrontend.Hub;

namespace OrleansChat.Web.Tests.Hub;

/// <summary>In what order the members of a large group get to see it changed, when it changes often.</summary>
public sealed class ViewRoundsTests
{
    private static readonly string[] Many = [.. Enumerable.Range(0, 250).Select(i => $"u.{i}")];

    private readonly ViewRounds _rounds = new();
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Changes_during_a_round_reach_those_who_still_wait_and_the_others_in_one_further_round()
    {
        _rounds.Ask(Many);
        Assert.Equal(Many[..100], Take());
        for (var i = 0; i < 10; i++)
            _rounds.Ask(Many);
        _now += ViewRounds.Pause;
        Assert.Equal(Many[100..], Rest());

        _now += ViewRounds.Interval;
        Assert.Equal(Many[..100], Rest());
        _now += ViewRounds.Interval;
        Assert.Null(_rounds.Wait(_now));
    }

    [Fact]
    public void The_next_round_waits_for_its_time()
    {
        _rounds.Ask(Many);
        Assert.Equal(Many, Rest());
        _rounds.Ask(Many);
        Assert.Empty(Take());
        Assert.True(_rounds.Wait(_now) > ViewRounds.Interval / 2);
        _now = DateTimeOffset.UnixEpoch + ViewRounds.Interval;
        Assert.Equal(Many, Rest());
    }

    [Fact]
    public void Between_two_parts_is_a_pause_in_which_few_are_served()
    {
        _rounds.Ask(Many);
        Take();
        Assert.Empty(Take());
        Assert.Equal(ViewRounds.Pause, _rounds.Wait(_now));
        _rounds.Ask(["u.new", Many[150]]);
        Assert.Equal(["u.new", Many[150]], Take());
        _now += ViewRounds.Pause;
        Assert.Equal(Many[100..].Except([Many[150]]), Rest());
    }

    [Fact]
    public void Few_come_at_once_and_each_once()
    {
        _rounds.Ask(["u.1", "u.2"]);
        _rounds.Ask(["u.2", "u.3"]);
        Assert.Equal(["u.1", "u.2", "u.3"], Take());
        Assert.Null(_rounds.Wait(_now));
    }

    private IEnumerable<string> Take() => _rounds.Take(_now);

    /// <summary>The rest of the present round.</summary>
    private List<string> Rest()
    {
        var all = new List<string>();
        while (true)
        {
            string[] part = [.. Take()];
            if (part.Length == 0)
                return all;
            all.AddRange(part);
            _now += ViewRounds.Pause;
        }
    }
}
