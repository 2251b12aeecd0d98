using OrleansChat.Grains.Users;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Users;

public sealed class SessionRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Session _session;
    private readonly RefreshToken _token;

    public SessionRulesTests() => (_session, _token) = SessionRules.Start(Ids.NewUser(), "Firefox", Start);

    [Fact]
    public void The_current_token_brings_the_next_one_and_prolongs_the_session()
    {
        var first = SessionRules.Refresh(_session, _token, null, Start.AddDays(10));
        Assert.Equal(RefreshVerdict.Rotated, first.Verdict);
        Assert.Equal(Start.AddDays(40), first.Session.ExpiresAt);

        var second = SessionRules.Refresh(first.Session, first.Next!, null, Start.AddDays(11));
        Assert.Equal(RefreshVerdict.Rotated, second.Verdict);
        Assert.NotEqual(first.Next!.ToText(), second.Next!.ToText());
    }

    [Theory]
    [InlineData("r1", "r1", 60, RefreshVerdict.Repeated)]
    [InlineData("r1", "r1", 61, RefreshVerdict.Reused)]
    [InlineData("r1", "r2", 0, RefreshVerdict.Reused)]
    [InlineData("r1", null, 0, RefreshVerdict.Reused)]
    [InlineData(null, null, 0, RefreshVerdict.Reused)]
    public void A_used_token_repeats_only_the_same_request_for_a_minute(string? first, string? second, int seconds, object verdict)
    {
        var rotated = SessionRules.Refresh(_session, _token, first, Start).Session;
        Assert.Equal(verdict, SessionRules.Refresh(rotated, _token, second, Start.AddSeconds(seconds)).Verdict);
    }

    [Fact]
    public void A_repeated_request_is_answered_alike_and_changes_nothing()
    {
        var first = SessionRules.Refresh(_session, _token, "r1", Start);
        var again = SessionRules.Refresh(first.Session, _token, "r1", Start.AddSeconds(5));
        Assert.Equal(first.Next!.ToText(), again.Next!.ToText());
        Assert.Same(first.Session, again.Session);
    }

    [Fact]
    public void A_token_from_before_the_last_refresh_was_used_whatever_the_request()
    {
        var first = SessionRules.Refresh(_session, _token, "r1", Start);
        var second = SessionRules.Refresh(first.Session, first.Next!, "r2", Start);
        Assert.Equal(RefreshVerdict.Reused, SessionRules.Refresh(second.Session, _token, "r1", Start).Verdict);
    }

    [Fact]
    public void A_made_up_token_cannot_pass_for_a_used_one()
    {
        var madeUp = _token with { Family = new byte[RefreshToken.FamilyLength] };
        Assert.Equal(RefreshVerdict.Foreign, SessionRules.Refresh(_session, madeUp, null, Start).Verdict);
    }

    [Fact]
    public void No_secret_is_stored()
    {
        var rotated = SessionRules.Refresh(_session, _token, "r1", Start);
        var stored = System.Text.Json.JsonSerializer.Serialize(rotated.Session);
        Assert.DoesNotContain(Convert.ToBase64String(_token.Family), stored);
        Assert.DoesNotContain(Convert.ToBase64String(_token.Secret), stored);
        Assert.DoesNotContain(Convert.ToBase64String(rotated.Next!.Secret), stored);
    }

    [Theory]
    [InlineData("Firefox\r\n\t\u0007 1", "Firefox 1")]
    [InlineData(" \n ", null)]
    [InlineData(null, null)]
    public void A_user_agent_keeps_what_is_printable(string? userAgent, string? kept) =>
        Assert.Equal(kept, SessionRules.Start(Ids.NewUser(), userAgent, Start).Session.UserAgent);

    [Fact]
    public void A_user_agent_is_cut_at_200_characters() =>
        Assert.Equal(200, SessionRules.Start(Ids.NewUser(), new string('x', 5_000), Start).Session.UserAgent!.Length);
}
