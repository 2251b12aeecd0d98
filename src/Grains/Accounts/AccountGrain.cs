using OrleansChat.Accounts;
using OrleansChat.Users;

namespace OrleansChat.Grains.Accounts;

/// <summary>
/// A name and its password; the key is <c>@</c> and the keyed hash of the name. All state is stored and survives deactivation,
/// except the wrong guesses at a name that nobody has: no row is made for those. Calls do not interleave, so of guesses that
/// arrive together each is counted before the next is checked.
/// </summary>
internal sealed class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountState> account,
    PasswordHashing passwords,
    TimeProvider clock) : Grain, IAccountGrain
{
    private static readonly Error WrongNameOrPassword = new(ErrorCode.Unauthenticated, "Wrong user name or password.");

    private AccountState State => account.State;

    public async Task<Outcome<LoggedIn>> Register(Registration registration, bool rememberDevice)
    {
        if (State.UserId is not null || State.IsErased)
            return new Error(ErrorCode.UsernameTaken, "Somebody has this user name. Choose another one.");

        var userId = Ids.NewUser();
        var (device, token) = KnownDevice.Create(clock.GetUtcNow());
        account.State = new AccountState
        {
            UserId = userId,
            PasswordHash = await passwords.Hash(registration.Password),
            PendingProfile = new(registration.Username, registration.DisplayName),
            Devices = rememberDevice ? [device] : [],
        };
        await Save();
        await MakePendingUser();
        return new LoggedIn(userId, rememberDevice ? token : null);
    }

    public async Task<Outcome<LoggedIn>> LogIn(string password, string? deviceToken, bool rememberDevice)
    {
        var now = clock.GetUtcNow();
        var device = KnownDevice.Find(State.Devices, deviceToken);
        if (device is null && State.LoginGuesses.Wait(now) is { } wait)
            return Locked(wait);

        var verdict = await passwords.Verify(State.PasswordHash, password);
        if (verdict == PasswordVerdict.Wrong)
        {
            if (device is null)
                State.LoginGuesses = State.LoginGuesses.Another(now);
            else
                CountWrongGuess(device);
            if (State.UserId is not null)
                await Save();
            return WrongNameOrPassword;
        }

        await MakePendingUser();
        var changed = ForgetWrongGuesses(device);
        if (verdict == PasswordVerdict.RightButOutdated)
        {
            State.PasswordHash = await passwords.Hash(password);
            changed = true;
        }
        var token = device is null ? null : deviceToken;
        if (rememberDevice && device is null)
        {
            token = AddDevice(now);
            changed = true;
        }
        if (changed)
            await Save();
        return new LoggedIn(State.UserId!, token);
    }

    public async Task<Outcome> ChangePassword(string currentPassword, string newPassword)
    {
        var now = clock.GetUtcNow();
        if (State.ChangeGuesses.Wait(now) is { } wait)
            return Locked(wait);

        if (await passwords.Verify(State.PasswordHash, currentPassword) == PasswordVerdict.Wrong)
        {
            // The answer to the first call may have been lost: whoever knows the present password may well repeat it.
            if (await passwords.Verify(State.PasswordHash, newPassword) != PasswordVerdict.Wrong)
                return Outcome.Done;
            State.ChangeGuesses = State.ChangeGuesses.Another(now);
            if (State.UserId is not null)
                await Save();
            return Error.Invalid("currentPassword", "This is not your current password.");
        }

        State.PasswordHash = await passwords.Hash(newPassword);
        State.ChangeGuesses = WrongGuesses.None;
        await Save();
        return Outcome.Done;
    }

    public async Task<Outcome> ConfirmPassword(string password)
    {
        var now = clock.GetUtcNow();
        if (State.ChangeGuesses.Wait(now) is { } wait)
            return Locked(wait);
        if (await passwords.Verify(State.PasswordHash, password) != PasswordVerdict.Wrong)
            return Outcome.Done;
        State.ChangeGuesses = State.ChangeGuesses.Another(now);
        if (State.UserId is not null)
            await Save();
        return Error.Invalid("password", "This is not your password.");
    }

    public async Task Erase()
    {
        if (State.IsErased)
            return;
        account.State = new AccountState { IsErased = true };
        await Save();
    }

    private async Task MakePendingUser()
    {
        if (State.PendingProfile is not { } profile)
            return;
        await GrainFactory.GetGrain<IUserGrain>(State.UserId!).Create(profile.Username, profile.DisplayName);
        State.PendingProfile = null;
        await Save();
    }

    private void CountWrongGuess(KnownDevice device)
    {
        var index = State.Devices.IndexOf(device);
        if (device.WrongGuesses + 1 < WrongGuesses.Free)
            State.Devices[index] = device with { WrongGuesses = device.WrongGuesses + 1 };
        else
            State.Devices.RemoveAt(index);
    }

    private bool ForgetWrongGuesses(KnownDevice? device)
    {
        var changed = State.LoginGuesses != WrongGuesses.None;
        State.LoginGuesses = WrongGuesses.None;
        if (device is { WrongGuesses: > 0 })
        {
            State.Devices[State.Devices.IndexOf(device)] = device with { WrongGuesses = 0 };
            changed = true;
        }
        return changed;
    }

    private string AddDevice(DateTimeOffset now)
    {
        var (device, token) = KnownDevice.Create(now);
        State.Devices.Add(device);
        if (State.Devices.Count > KnownDevice.Max)
            State.Devices.RemoveAt(0);
        return token;
    }

    private static Error Locked(TimeSpan wait) =>
        new(ErrorCode.RateLimited, "Too many wrong passwords for this name. Wait a while before the next try.", null, wait);

    private async Task Save()
    {
        try
        {
            await account.WriteStateAsync();
        }
        catch
        {
            // Memory is now ahead of the database, or it is unknown; the next activation reads what is true.
            DeactivateOnIdle();
            throw;
        }
    }
}
