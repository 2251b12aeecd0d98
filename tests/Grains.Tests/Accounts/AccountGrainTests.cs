using OrleansChat.Accounts;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Accounts;

public sealed class AccountGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Password = "correct horse";

    [Fact]
    public async Task Registering_makes_the_user_and_takes_the_name_in_any_case()
    {
        var registered = (await Register("Ann")).Required;
        var profile = (await cluster.Grains.GetGrain<IUserGrain>(registered.UserId).GetProfile()).Required;
        Assert.Equal(("Ann", "Ann's display name"), (profile.Username, profile.DisplayName));
        Assert.Equal(ErrorCode.UsernameTaken, (await Register("aNN")).Error?.Code);
    }

    [Fact]
    public async Task Of_parallel_registrations_of_one_name_one_succeeds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Register("parallel")));
        Assert.Single(outcomes, outcome => outcome.Error is null);
        Assert.Equal(7, outcomes.Count(outcome => outcome.Error?.Code == ErrorCode.UsernameTaken));
    }

    [Fact]
    public async Task The_password_lets_in_and_another_does_not()
    {
        var registered = (await Register("bob")).Required;
        Assert.Equal(registered.UserId, (await LogIn("bob")).Required.UserId);
        Assert.Equal(ErrorCode.Unauthenticated, (await LogIn("bob", "wrong")).Error?.Code);
    }

    [Fact]
    public async Task A_wrong_name_is_answered_as_a_wrong_password()
    {
        await Register("carol");
        Assert.Equal((await LogIn("carol", "wrong")).Error, (await LogIn("nobody", "wrong")).Error);
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_the_name_even_for_the_right_one()
    {
        await Register("dave");
        await GuessWrong("dave", 10);

        var locked = (await LogIn("dave")).Error;
        Assert.Equal(ErrorCode.RateLimited, locked?.Code);
        Assert.InRange(locked!.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

        await cluster.Restart();
        Assert.Equal(ErrorCode.RateLimited, (await LogIn("dave")).Error?.Code);
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones()
    {
        await Register("erin");
        await GuessWrong("erin", 9);
        Assert.Null((await LogIn("erin")).Error);
        await GuessWrong("erin", 9);
        Assert.Null((await LogIn("erin")).Error);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_locked_alike_and_leaves_no_row()
    {
        var rows = await cluster.Database.Read<long>("SELECT count(*) FROM orleansstorage");
        await GuessWrong("ghost", 10);
        Assert.Equal(ErrorCode.RateLimited, (await LogIn("ghost")).Error?.Code);
        Assert.Equal(rows, await cluster.Database.Read<long>("SELECT count(*) FROM orleansstorage"));
    }

    [Fact]
    public async Task A_device_that_signed_in_before_is_exempt_from_the_lock()
    {
        var device = (await Register("frank", rememberDevice: true)).Required.DeviceToken;
        await GuessWrong("frank", 10);
        Assert.Equal(ErrorCode.RateLimited, (await LogIn("frank")).Error?.Code);

        var loggedIn = (await cluster.Account("frank").LogIn(Password, device, rememberDevice: true)).Required;
        Assert.Equal(device, loggedIn.DeviceToken);
    }

    [Fact]
    public async Task A_device_is_forgotten_after_ten_wrong_passwords_of_its_own()
    {
        await Register("grace");
        var device = (await cluster.Account("grace").LogIn(Password, null, rememberDevice: true)).Required.DeviceToken;
        for (var i = 0; i < 10; i++)
            await cluster.Account("grace").LogIn("wrong", device, rememberDevice: true);

        var afterwards = (await cluster.Account("grace").LogIn(Password, device, rememberDevice: true)).Required;
        Assert.NotEqual(device, afterwards.DeviceToken);
    }

    [Fact]
    public async Task A_client_that_keeps_no_device_token_gets_none()
    {
        Assert.Null((await Register("heidi")).Required.DeviceToken);
        Assert.Null((await LogIn("heidi")).Required.DeviceToken);
    }

    [Fact]
    public async Task A_registration_cut_off_before_its_user_is_made_is_finished_by_the_next_login()
    {
        await cluster.Database.Execute("ALTER TABLE users ADD CONSTRAINT cut_off CHECK (username <> 'ivan')");
        await Assert.ThrowsAnyAsync<Exception>(() => Register("ivan"));
        await cluster.Database.Execute("ALTER TABLE users DROP CONSTRAINT cut_off");

        var userId = (await LogIn("ivan")).Required.UserId;
        Assert.Equal("ivan", (await cluster.Grains.GetGrain<IUserGrain>(userId).GetProfile()).Required.Username);
        Assert.Null(await Stored("PendingProfile", userId));
    }

    [Fact]
    public async Task When_the_parameters_moved_the_password_is_hashed_anew_at_the_next_login()
    {
        var userId = (await Register("judy")).Required.UserId;
        var before = await Stored("PasswordHash", userId);

        await cluster.Restart(new() { ["Chat:Passwords:Iterations"] = "220000" });
        Assert.Null((await LogIn("judy")).Error);
        var after = await Stored("PasswordHash", userId);
        Assert.NotEqual(before, after);

        Assert.Null((await LogIn("judy")).Error);
        Assert.Equal(after, await Stored("PasswordHash", userId));
    }

    [Fact]
    public async Task A_changed_password_replaces_the_old_one()
    {
        await Register("kim");
        Assert.Null((await cluster.Account("kim").ChangePassword(Password, "battery staple")).Error);
        Assert.Equal(ErrorCode.Unauthenticated, (await LogIn("kim")).Error?.Code);
        Assert.Null((await LogIn("kim", "battery staple")).Error);
    }

    [Fact]
    public async Task A_repeated_change_of_password_succeeds_again()
    {
        await Register("lena");
        Assert.Null((await cluster.Account("lena").ChangePassword(Password, "battery staple")).Error);
        Assert.Null((await cluster.Account("lena").ChangePassword(Password, "battery staple")).Error);
    }

    [Fact]
    public async Task Guessing_the_current_password_is_slowed_and_locks_nobody_out()
    {
        await Register("mia");
        for (var i = 0; i < 10; i++)
            Assert.Equal("currentPassword", (await cluster.Account("mia").ChangePassword("wrong", "battery staple")).Error?.Field);
        Assert.Equal(ErrorCode.RateLimited, (await cluster.Account("mia").ChangePassword(Password, "battery staple")).Error?.Code);
        Assert.Null((await LogIn("mia")).Error);
    }

    private Task<Outcome<LoggedIn>> Register(string username, bool rememberDevice = false) =>
        cluster.Account(username).Register(new(username, $"{username}'s display name", Password), rememberDevice);

    private Task<Outcome<LoggedIn>> LogIn(string username, string password = Password) =>
        cluster.Account(username).LogIn(password, null, rememberDevice: false);

    private async Task GuessWrong(string username, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.Equal(ErrorCode.Unauthenticated, (await LogIn(username, "wrong")).Error?.Code);
    }

    private Task<string?> Stored(string member, string userId) => cluster.Database.Read<string>(
        $"""
        SELECT convert_from(payloadbinary, 'UTF8')::json ->> '{member}' FROM orleansstorage
        WHERE convert_from(payloadbinary, 'UTF8')::json ->> 'UserId' = '{userId}'
        """);
}
