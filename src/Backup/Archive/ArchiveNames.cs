namespace OrleansChat.Backups.Archive;

/// <summary>An archive is a zip file: any tool can look into it.</summary>
internal static class ArchiveNames
{
    public const string Manifest = "manifest.json";
    public const string ManifestSum = "manifest.sha256";
    public const string Conversations = "conversations.tsv";
    public const string Keys = "keys.json";

    public static string Table(string name) => $"tables/{name}.copy";

    public static string Blob(string key) => $"blobs/{key}";
}
