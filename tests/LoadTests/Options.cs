using System.Globalization;

namespace OrleansChat.LoadTests;

/// <summary>What follows the scenario's name: <c>--name value</c>, any number of times.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>A PostgreSQL server on which a scenario makes, and drops, a database of its own.</summary>
    public string Server => _values.GetValueOrDefault("database")
        ?? Environment.GetEnvironmentVariable("CHAT_TEST_DATABASE")
        ?? throw new ArgumentException("Name a PostgreSQL: --database or CHAT_TEST_DATABASE, a connection string.");

    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Length)
                throw new ArgumentException($"{arguments[i]}: options are pairs of --name and value.");
            options._values[arguments[i][2..]] = arguments[i + 1];
        }
        return options;
    }

    /// <summary>The address of a running server, for scenarios that are clients.</summary>
    public Uri Address => new(_values.GetValueOrDefault("server")
        ?? throw new ArgumentException("Name a running server: --server http://127.0.0.1:PORT. Start it with CHAT_RATE_LIMITS=off scripts/up."));

    /// <summary>Null when it is not given.</summary>
    public string? Find(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="ArgumentException">It is not given.</exception>
    public string Text(string name) => Find(name) ?? throw new ArgumentException($"--{name} is missing.");

    public int Number(string name, int byDefault) =>
        _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;
}
