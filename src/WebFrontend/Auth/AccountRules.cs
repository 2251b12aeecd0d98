using System.Buffers;
using OrleansChat.Conversations;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>The rules of names and passwords. Lengths are in UTF-16 units.</summary>
internal static class AccountRules
{
    public const int MinUsernameLength = 3;
    public const int MaxUsernameLength = 32;
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 128;
    public const int MaxDisplayNameLength = 64;

    // ASCII only: letters that look alike in two scripts would make two names that people cannot tell apart.
    private static readonly SearchValues<char> UsernameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    public static Outcome<string> Username(string? username)
    {
        if (username is null)
            return Error.Invalid("username", "A user name is missing.");
        return username.Length is >= MinUsernameLength and <= MaxUsernameLength && !username.AsSpan().ContainsAnyExcept(UsernameCharacters)
            ? username
            : Error.Invalid("username",
                $"A user name has {MinUsernameLength} to {MaxUsernameLength} characters: letters a–z, digits, and _ . -");
    }

    /// <summary>A password to be set.</summary>
    /// <param name="username">Whose it is; null when that is not known because it was refused itself.</param>
    public static Outcome<string> NewPassword(string field, string? password, string? username)
    {
        if (password is null)
            return Error.Invalid(field, "A password is missing.");
        if (password.Length is < MinPasswordLength or > MaxPasswordLength)
            return Error.Invalid(field, $"A password has {MinPasswordLength} to {MaxPasswordLength} characters.");
        if (!MessageRules.IsStorable(password))
            return Error.Invalid(field, "The password holds a NUL character or half of a surrogate pair.");
        if (CommonPasswords.Contains(password) || string.Equals(password, username, StringComparison.OrdinalIgnoreCase))
            return Error.Invalid(field, "This password is one that others try first. Choose a less common one.");
        return password;
    }

    /// <summary>A password to be checked: any that could ever have been set.</summary>
    public static Outcome<string> GivenPassword(string field, string? password)
    {
        if (string.IsNullOrEmpty(password))
            return Error.Invalid(field, "A password is missing.");
        return password.Length <= MaxPasswordLength && MessageRules.IsStorable(password)
            ? password
            : Error.Invalid(field, $"A password has at most {MaxPasswordLength} characters.");
    }

    public static Outcome<string> DisplayName(string? displayName)
    {
        var name = displayName?.Trim() ?? "";
        return name.Length is >= 1 and <= MaxDisplayNameLength && !name.Any(char.IsControl) && MessageRules.IsStorable(name)
            ? name
            : Error.Invalid("displayName",
                $"A display name has 1 to {MaxDisplayNameLength} characters, without line breaks or control characters.");
    }
}
