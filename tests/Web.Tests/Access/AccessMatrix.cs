namespace OrleansChat.Web.Tests.Access;

/// <summary>What a caller is to the thing that is asked about; the columns of <c>matrix.txt</c>, in its order.</summary>
public enum Caller
{
    Anonymous,
    Stranger,
    Blocked,
    Former,
    Member,
    Admin,
    Owner,
    Sender,
}

/// <summary>The table of who may call what, read from <c>matrix.txt</c>.</summary>
internal static class AccessMatrix
{
    /// <summary>By route or hub method, with <c> (direct)</c> behind it when the row is about direct conversations.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<Caller, string>> Rows { get; } = Read();

    /// <summary>The route or method that a row is about.</summary>
    public static string Route(string row) => row.Replace(" (direct)", "", StringComparison.Ordinal);

    private static Dictionary<string, IReadOnlyDictionary<Caller, string>> Read()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "matrix.txt"))
            .Where(line => line.Length > 0 && line[0] != '#');
        var rows = new Dictionary<string, IReadOnlyDictionary<Caller, string>>();
        var unfinished = "";
        foreach (var line in lines)
        {
            // A long route has its cells on the next line.
            var words = (unfinished + " " + line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            unfinished = "";
            var cells = words.Reverse().TakeWhile(word => !word.Contains('/') && word[0] is not ('{' or '(') && !IsMethod(word)).Reverse().ToArray();
            if (words[0] == "anonymous")
                continue;
            if (cells.Length == 0)
            {
                unfinished = line;
                continue;
            }
            var columns = Enum.GetValues<Caller>();
            if (cells.Length != columns.Length)
                throw new InvalidDataException($"{cells.Length} cells in place of {columns.Length}: {line}");
            rows.Add(string.Join(' ', words[..^cells.Length]), columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }
        return rows;
    }

    /// <summary>Hub methods are the only words of a row that begin with a capital.</summary>
    private static bool IsMethod(string word) => char.IsUpper(word[0]);
}
