using System.Security.Cryptography;
using System.Text.Json;
using OrleansChat.Accounts;

namespace OrleansChat.WebFrontend.Auth;

/// <summary>
/// Keys of an installation that has none configured, kept in <c>keys.json</c> of its data folder and made at its first start.
/// Only for a single host: the nodes of a cluster must share theirs by configuration.
/// </summary>
internal static class KeyFile
{
    private const string Name = "keys.json";

    /// <summary>Reads the keys, or makes them. A file that is broken is never replaced: the names key belongs to the database.</summary>
    /// <exception cref="InvalidOperationException">The file holds no keys; the message names it.</exception>
    public static ChatKeys LoadOrCreate(string dataFolder)
    {
        var path = Path.Combine(dataFolder, Name);
        if (!File.Exists(path))
            Create(path);
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllText(path), JsonSerializerOptions.Web);
            return new(
                ChatKeys.Parse($"\"signing\" in {path}", content?.Signing),
                ChatKeys.Parse($"\"names\" in {path}", content?.Names));
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"{path} is damaged: {exception.Message} Restore it from a backup.", exception);
        }
    }

    /// <summary>Whole or not at all, and readable only by its owner.</summary>
    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, new Content(NewKey(), NewKey()), JsonSerializerOptions.Web);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(ChatKeys.MinLength));

    private sealed record Content(string? Signing, string? Names);
}
