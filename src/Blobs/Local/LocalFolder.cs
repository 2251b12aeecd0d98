using System.Security.Cryptography;
using OrleansChat.Accounts;

namespace OrleansChat.Blobs.Local;

/// <summary>Where the local store's folder is when nobody says.</summary>
internal static class LocalFolder
{
    /// <summary>In the data folder. Without one, a folder of the machine's temporary ones that all processes with the same keys find.</summary>
    public static string Default(string? dataFolder, ChatKeys keys)
    {
        if (dataFolder is not null)
            return Path.GetFullPath(Path.Combine(dataFolder, "blobs"));
        var name = Convert.ToHexStringLower(HMACSHA256.HashData(keys.Signing, "folder of blobs"u8), 0, 16);
        return Path.Combine(Path.GetTempPath(), $"orleanschat-blobs-{name}");
    }

    /// <summary>Makes a folder that only its owner can read.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
