using System.Text;
using System.Transactions;
using Npgsql;
using Orleans.Storage;

namespace OrleansChat.InProcess.Tests.Storage;

/// <summary>State of grains in PostgreSQL, in the form of Orleans' ADO.NET storage.</summary>
public sealed class PersistentStateTests(StorageDatabase database) : IClassFixture<StorageDatabase>, IAsyncLifetime
{
    private ActorHarness _actors = null!;

    public async Task InitializeAsync() =>
        _actors = await ActorHarness.StartAsync(options =>
        {
            options.ConnectionString = database.ConnectionString;
            options.ServiceId = "tests";
        });

    public async Task DisposeAsync() => await _actors.DisposeAsync();

    [Fact]
    public async Task A_grain_that_was_never_written_starts_with_a_new_state()
    {
        var seen = await _actors.NewGrain<ILedger>().Look();

        Assert.Equal(new LedgerView(0, null, Etag: null, RecordExists: false), seen);
    }

    [Fact]
    public async Task Versions_count_from_one_and_the_next_activation_reads_the_state()
    {
        var grain = _actors.NewGrain<ILedger>();

        Assert.Equal("1", await grain.Write(10, "first"));
        Assert.Equal("2", await grain.Write(20, "second"));
        await grain.Leave();

        Assert.Equal(new LedgerView(20, "second", "2", RecordExists: true), await grain.Look());
    }

    [Fact]
    public async Task The_row_is_the_one_that_Orleans_would_write()
    {
        const string Key = "u.abcdefghijklmnopqrstuvwxyz";
        await _actors.Grains.GetGrain<ILedger>(Key).Write(7, null);

        var row = await database.QueryAsync<string>(
            """
            SELECT concat_ws('|', GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, ServiceId, Version,
                convert_from(PayloadBinary, 'UTF8'))
            FROM OrleansStorage WHERE GrainIdExtensionString = @key
            """,
            ("key", Key));

        Assert.Equal("""-532828803|0|0|-201589510|account|tests|1|{"Balance":7,"Entries":[]}""", row);
    }

    [Fact]
    public async Task Two_states_of_one_grain_are_two_rows()
    {
        var grain = _actors.NewGrain<ITwoLedgers>();

        await grain.Write(1, 2);
        await grain.Leave();

        Assert.Equal((1, 2), await grain.Look());
    }

    [Fact]
    public async Task A_conflict_is_thrown_and_the_next_call_meets_the_stored_state()
    {
        var grain = _actors.NewGrain<ILedger>();
        await grain.Write(10, "mine");
        await WriteBehindTheBack(grain, """{"Balance":99,"Note":"theirs"}""");

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write(20, "mine again"));

        Assert.Equal("1", conflict.CurrentEtag);
        Assert.Equal(new LedgerView(99, "theirs", "2", RecordExists: true), await grain.Look());
    }

    [Fact]
    public async Task A_first_write_conflicts_with_a_row_that_appeared_meanwhile()
    {
        var key = $"t.{Guid.NewGuid():N}";
        await using var other = await ActorHarness.StartAsync(options =>
        {
            options.ConnectionString = database.ConnectionString;
            options.ServiceId = "tests";
        });
        var (here, there) = (_actors.Grains.GetGrain<ILedger>(key), other.Grains.GetGrain<ILedger>(key));
        await Task.WhenAll(here.Look(), there.Look());

        await there.Write(1, "there");

        await Assert.ThrowsAsync<InconsistentStateException>(() => here.Write(2, "here"));
        Assert.Equal("there", (await here.Look()).Note);
    }

    [Fact]
    public async Task Clearing_empties_the_row_and_goes_on_counting()
    {
        var grain = _actors.NewGrain<ILedger>();
        await grain.Write(10, "gone");

        Assert.Equal(new LedgerView(0, null, "2", RecordExists: false), await grain.Clear());
        await grain.Leave();
        Assert.Equal(new LedgerView(0, null, "2", RecordExists: false), await grain.Look());
        Assert.Equal("3", await grain.Write(1, null));
    }

    [Fact]
    public async Task Clearing_what_was_never_written_writes_nothing() =>
        Assert.Equal(new LedgerView(0, null, Etag: null, RecordExists: false), await _actors.NewGrain<ILedger>().Clear());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task State_and_a_row_are_written_in_one_transaction_or_not_at_all(bool complete)
    {
        var grain = _actors.NewGrain<ILedger>();
        await grain.Write(1, "before");
        var note = Guid.NewGuid().ToString();

        await grain.WriteWithNote(database.ConnectionString, 2, note, complete);

        Assert.Equal(complete ? 2 : 1, (await grain.Reload()).Balance);
        Assert.Equal(complete, await database.QueryAsync<long>("SELECT count(*) FROM notes WHERE text = @note", ("note", note)) == 1);
    }

    [Fact]
    public async Task Writes_of_interleaving_calls_follow_each_other()
    {
        var grain = _actors.NewGrain<ILedger>();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => grain.WriteInterleaved())).Soon();

        Assert.Equal("50", (await grain.Look()).Etag);
    }

    [Fact]
    public async Task State_is_out_of_reach_outside_of_turns() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _actors.NewGrain<ILedger>().LookWithoutContext());

    [Fact]
    public async Task A_state_that_cannot_be_read_fails_the_activation_until_it_can()
    {
        var grain = _actors.NewGrain<ILedger>();
        await grain.Write(1, "fine");
        await WriteBehindTheBack(grain, "no JSON");
        await grain.Leave();

        var failure = await Assert.ThrowsAsync<OrleansException>(() => grain.Look());

        Assert.IsType<System.Text.Json.JsonException>(failure.InnerException);
        await WriteBehindTheBack(grain, """{"Balance":5}""");
        Assert.Equal(5, (await grain.Look()).Balance);
    }

    [Fact]
    public async Task A_key_that_looks_like_a_number_fails_the_activation() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _actors.Grains.GetGrain<ILedger>("007").Look());

    private Task WriteBehindTheBack(ILedger grain, string payload) => database.ExecuteAsync(
        "UPDATE OrleansStorage SET PayloadBinary = @payload, Version = Version + 1 WHERE GrainIdExtensionString = @key",
        ("payload", Encoding.UTF8.GetBytes(payload)),
        ("key", grain.GetPrimaryKeyString()));
}

public sealed class LedgerState
{
    // A field on purpose: Orleans' serializer writes fields, too.
    public List<string> Entries = [];

    public int Balance { get; set; }

    public string? Note { get; set; }
}

public sealed record LedgerView(int Balance, string? Note, string? Etag, bool RecordExists);

public interface ILedger : IGrainWithStringKey
{
    Task<LedgerView> Look();

    Task<LedgerView> LookWithoutContext();

    Task<LedgerView> Reload();

    Task<string?> Write(int balance, string? note);

    [AlwaysInterleave]
    Task WriteInterleaved();

    Task<LedgerView> Clear();

    /// <summary>Writes the state and a row of another table in one transaction, which is rolled back unless completed.</summary>
    Task WriteWithNote(string database, int balance, string note, bool complete);

    Task Leave();
}

public sealed class Ledger([PersistentState("account")] IPersistentState<LedgerState> account) : Grain, ILedger
{
    public Task<LedgerView> Look() =>
        Task.FromResult(new LedgerView(account.State.Balance, account.State.Note, account.Etag, account.RecordExists));

    public async Task<LedgerView> LookWithoutContext()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await Look();
    }

    public async Task<LedgerView> Reload()
    {
        await account.ReadStateAsync();
        return await Look();
    }

    public async Task<string?> Write(int balance, string? note)
    {
        account.State.Balance = balance;
        account.State.Note = note;
        await account.WriteStateAsync();
        return account.Etag;
    }

    public Task WriteInterleaved()
    {
        account.State.Balance++;
        return account.WriteStateAsync();
    }

    public async Task<LedgerView> Clear()
    {
        await account.ClearStateAsync();
        return await Look();
    }

    public async Task WriteWithNote(string database, int balance, string note, bool complete)
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await Write(balance, note);
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("INSERT INTO notes VALUES (@note)", connection);
            command.Parameters.AddWithValue("note", note);
            await command.ExecuteNonQueryAsync();
        }

        if (complete)
            scope.Complete();
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public interface ITwoLedgers : IGrainWithStringKey
{
    Task Write(int first, int second);

    Task<(int First, int Second)> Look();

    Task Leave();
}

public sealed class TwoLedgers(
    [PersistentState("first")] IPersistentState<LedgerState> first,
    Meeting meeting,
    [PersistentState("second")] IPersistentState<LedgerState> second) : Grain, ITwoLedgers
{
    public async Task Write(int firstBalance, int secondBalance)
    {
        first.State.Balance = firstBalance;
        second.State.Balance = secondBalance;
        await first.WriteStateAsync();
        await second.WriteStateAsync();
        meeting.Record("written");
    }

    public Task<(int First, int Second)> Look() => Task.FromResult((first.State.Balance, second.State.Balance));

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
