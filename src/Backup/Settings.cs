using Microsoft.Extensions.Configuration;
using OrleansChat.Blobs;

namespace OrleansChat.Backups;

/// <summary>What a command was told: by arguments (<c>--from FILE</c>), and by the environment as the server itself.</summary>
/// <param name="environment">In place of the process's; null: that.</param>
internal sealed class Settings(string[] args, IReadOnlyDictionary<string, string?>? environment = null)
{
    private const string DatabaseSetting = "Chat:Database";
    private static readonly string[] Known = ["from", "to", "data", "json", "forget", "without"];

    private readonly IConfiguration _configuration = Read(args, environment);

    /// <summary>Of Npgsql. In the environment, because everybody can read a command line.</summary>
    public string Database => _configuration[DatabaseSetting] ?? throw new BackupException($"{DatabaseSetting} is not set.");

    /// <summary>Of the database that a restored one is compared with; null when only the archive is to be believed.</summary>
    public string? SourceDatabase => _configuration["Chat:SourceDatabase"];

    /// <summary>The archive to read.</summary>
    public string From => Required("from");

    /// <summary>The archive to write.</summary>
    public string To => Required("to");

    /// <summary>Where keys.json and the blobs are.</summary>
    public string DataFolder => Path.GetFullPath(Required("data"));

    /// <summary>Where the report goes besides the terminal; null when nowhere.</summary>
    public string? Json => _configuration["json"];

    /// <summary>A file of ids of users, one a line, whom a restore must not bring back.</summary>
    public string? Forget => _configuration["forget"];

    public string KeyFile => Path.Combine(DataFolder, "keys.json");

    public bool Without(string part) => _configuration["without"]?.Split(',').Contains(part) == true;

    /// <summary>The blob store as the server would use it.</summary>
    public BlobOptions Blobs()
    {
        var options = BlobOptions.Read(_configuration);
        options.Folder ??= Path.Combine(DataFolder, "blobs");
        return options;
    }

    private string Required(string name) => _configuration[name] ?? throw new BackupException($"--{name} is missing.");

    private static IConfiguration Read(string[] args, IReadOnlyDictionary<string, string?>? environment)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !Known.Contains(args[i][2..]) || i + 1 == args.Length)
                throw new BackupException($"Unknown or incomplete argument '{args[i]}'. There are: {string.Join(", ", Known.Select(name => $"--{name} …"))}");
        }
        var builder = new ConfigurationBuilder();
        return (environment is null ? builder.AddEnvironmentVariables() : builder.AddInMemoryCollection(environment)).AddCommandLine(args).Build();
    }
}
