namespace OrleansChat.LoadTests.Servers;

/// <summary>The servers of a run. Each is made when a scenario first asks for it, and serves later ones, too.</summary>
internal sealed class Stage(Machine machine, int users, bool hasOrleans, Action<string> say, CancellationToken cancel) : IAsyncDisposable
{
    /// <summary>In the order in which they take turns.</summary>
    private readonly List<Contender> _contenders = [];
    private readonly BenchKeys _keys = new();
    private BenchUser[]? _users;

    public Databases Databases { get; } = new(machine.Postgres);

    public BenchKeys Keys => _keys;

    /// <summary>How many users each server has.</summary>
    public int Users => users;

    /// <summary>Whether the servers on Orleans were built.</summary>
    public bool HasOrleans => hasOrleans;

    public async Task<Product> Product(string runtime = "InProcess")
    {
        if (_contenders.OfType<Product>().FirstOrDefault(product => product.Runtime == runtime) is { } running)
            return running;
        var database = await SeededDatabase(runtime.ToLowerInvariant());
        return await Start(Servers.Product.Make(machine, runtime, database, _keys, _users!));
    }

    public async Task<BaselineServer> Baseline()
    {
        if (_contenders.OfType<BaselineServer>().FirstOrDefault() is { } running)
            return running;
        return await Start(await BaselineServer.Make(machine, await Databases.Create("baseline"), _keys, users));
    }

    /// <summary>A database with all users in it, and nobody connected to it.</summary>
    public async Task<string> SeededDatabase(string name)
    {
        const string seed = "seed";
        if (_users is null)
        {
            say($"making {users:N0} users");
            _users = await SeededUsers.Make(await Databases.Create(seed), _keys, users, cancel);
            Npgsql.NpgsqlConnection.ClearAllPools();
        }
        return await Databases.Create($"bench_{name}", template: seed);
    }

    /// <summary>Those of <see cref="SeededDatabase"/>.</summary>
    public BenchUser[] SeededUserList => _users!;

    public async ValueTask DisposeAsync()
    {
        foreach (var contender in _contenders)
            await contender.DisposeAsync();
    }

    private async Task<T> Start<T>(T contender)
        where T : Contender
    {
        say($"starting {contender.Name}");
        await contender.Start();
        _contenders.Add(contender);
        return contender;
    }
}
