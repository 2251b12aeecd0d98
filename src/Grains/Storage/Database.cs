using System.Transactions;
using Npgsql;

namespace OrleansChat.Grains.Storage;

/// <summary>The product's PostgreSQL: one connection string for grain state, relational tables and journal alike.</summary>
internal sealed class Database : IAsyncDisposable
{
    // Connections of one process; PostgreSQL's max_connections must bear those of all silos.
    private const int MaxStates = 30;
    private const int MaxQueries = 50;
    private const int MaxCommits = 4;
    private const int MaxFillers = 2;

    private readonly WriteFence? _fence;
    private readonly NpgsqlDataSource _queries;
    private readonly NpgsqlDataSource _commits;
    private readonly NpgsqlDataSource _fillers;

    /// <param name="connectionString">Of Npgsql.</param>
    /// <param name="fence">Null for tools, which run no grains.</param>
    public Database(string connectionString, WriteFence? fence = null)
    {
        _fence = fence;
        ConnectionString = Normalize(connectionString);
        _queries = Open(MaxQueries);
        _commits = Open(MaxCommits);
        _fillers = OpenFillers();
    }

    /// <summary>For connections that must enlist in an ambient transaction; see <see cref="InTransaction"/>.</summary>
    public string ConnectionString { get; }

    /// <summary>For everything else. Its connections do not enlist. Ask for it anew each time: it is the fence.</summary>
    /// <exception cref="TimeoutException">The silo stood still, and must not use the database before it knows its standing.</exception>
    public NpgsqlDataSource DataSource => _fence is null or { IsOpen: true } ? _queries : throw new TimeoutException(WriteFence.Doubt);

    /// <summary>For the journal alone: no crowd of reads makes a commit wait for a connection.</summary>
    /// <exception cref="NpgsqlException">As a lost connection: the journal waits and tries again.</exception>
    public NpgsqlDataSource JournalSource => _fence is null or { IsOpen: true } ? _commits : throw new NpgsqlException(WriteFence.Doubt);

    /// <summary>For the filler of the search index alone. The queries' connections take turns, and the step of a process that had just
    /// woken up ran before commits that had waited longer.</summary>
    /// <exception cref="TimeoutException">As <see cref="DataSource"/>.</exception>
    public NpgsqlDataSource FillerSource => _fence is null or { IsOpen: true } ? _fillers : throw new TimeoutException(WriteFence.Doubt);

    /// <summary>The text that everything opens connections with, grain storage included: two that differ anywhere would be two
    /// pools, and a transaction over both would have to be a prepared one.</summary>
    public static string Normalize(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.MaxPoolSize = MaxStates;
        // A reset is seven statements and a transaction with each use. So nobody leaves anything behind on a connection: settings are
        // local to a transaction, advisory locks given back.
        builder.NoResetOnClose = true;
        if (builder.MaxAutoPrepare == 0)
            builder.MaxAutoPrepare = 64;
        if (string.IsNullOrEmpty(builder.ApplicationName))
            builder.ApplicationName = "orleanschat";
        return builder.ConnectionString;
    }

    /// <summary>
    /// Commits what <paramref name="work"/> writes on connections opened from <see cref="ConnectionString"/>, one after the
    /// other, and through grain state, as one transaction. Not for methods that interleave, and with no grain call inside.
    /// After a failure re-read the state: its ETag has moved on in memory.
    /// </summary>
    public static async Task InTransaction(Func<Task> work)
    {
        using var scope = new TransactionScope(
            TransactionScopeOption.RequiresNew,
            new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
            TransactionScopeAsyncFlowOption.Enabled);
        await work();
        scope.Complete();
    }

    /// <summary>Runs a read, and once more when its connection turns out to be lost: after a restart of PostgreSQL the pools hold
    /// connections that nobody knows to be dead.</summary>
    public async Task<T> Read<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (NpgsqlException exception) when (IsPassing(exception))
        {
            ClearPools();
            return await read();
        }
    }

    /// <summary>Connections that are open and idle are not used again.</summary>
    public void ClearPools()
    {
        _queries.Clear();
        _fillers.Clear();
        using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    /// <summary>Lost connections, a server that starts or stops, deadlocks: the same may succeed later.</summary>
    public static bool IsPassing(NpgsqlException exception) =>
        exception is not PostgresException postgres
        || postgres.IsTransient
        || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal)
        || postgres.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>Runs one statement on a connection that enlists in the ambient transaction.</summary>
    public async Task Execute(string sql, params NpgsqlParameter[] parameters)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlDataSource Open(int maxPoolSize) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { MaxPoolSize = maxPoolSize });

    /// <summary>They would keep a plan from when the tables were small.</summary>
    private NpgsqlDataSource OpenFillers()
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionString);
        builder.ConnectionStringBuilder.MaxPoolSize = MaxFillers;
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = PlanEachTime(connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = PlanEachTime(connection);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }

    private static NpgsqlCommand PlanEachTime(NpgsqlConnection connection) => new("SET plan_cache_mode = force_custom_plan", connection);

    public async ValueTask DisposeAsync()
    {
        await _fillers.DisposeAsync();
        await _commits.DisposeAsync();
        await _queries.DisposeAsync();
    }
}
