namespace OrleansChat.WebFrontend.Auth;

/// <summary>Passwords that guessers try first; see <c>common-passwords.txt</c>.</summary>
internal static class CommonPasswords
{
    private static readonly HashSet<string> All = Load();

    /// <summary>Case does not matter.</summary>
    public static bool Contains(string password) => All.Contains(password);

    private static HashSet<string> Load()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!);
        var all = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                all.Add(line);
        }
        return all;
    }
}
