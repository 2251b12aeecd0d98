using Npgsql;
using OrleansChat.Conversations;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Search;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Tests.Journal;

namespace OrleansChat.Grains.Tests.Search;

/// <summary>The index follows the log, whatever commits late, is cut off or runs twice.</summary>
public sealed class SearchIndexTests : IAsyncLifetime
{
    private readonly JournalFixture _fixture = new();
    private Database _database = null!;
    private SearchIndex _index = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _database = new Database(_fixture.Database.ConnectionString);
        _index = new SearchIndex(_database);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task New_edited_and_deleted_messages_are_followed()
    {
        var conversation = JournalFixture.NewConversation();
        var writer = (await _fixture.Start()).Open(conversation);
        var message = JournalFixture.Message(conversation, 1).Created! with { Content = "red wine" };
        await writer.Append(new Append(conversation) { Created = message });
        await Fill();
        Assert.Equal([(conversation, 1L, "'red':1 'wine':2")], await Indexed());

        var edited = message with { Version = 2, Content = "white wine", EditedAt = DateTimeOffset.UnixEpoch };
        await writer.Append(new Append(conversation) { Updated = new(edited, null) });
        await Fill();
        Assert.Equal([(conversation, 1L, "'white':1 'wine':2")], await Indexed());

        var deleted = edited with { Version = 3, Content = "", DeletedAt = DateTimeOffset.UnixEpoch };
        await writer.Append(new Append(conversation) { Updated = new(deleted, null) });
        await Fill();
        Assert.Empty(await Indexed());
    }

    [Fact]
    public async Task Messages_of_the_system_and_without_words_are_left_out()
    {
        var conversation = JournalFixture.NewConversation();
        var writer = (await _fixture.Start()).Open(conversation);
        var system = JournalFixture.Message(conversation, 1).Created! with { Type = MessageType.System, Content = "{}", ClientMessageId = null };
        await writer.Append(new Append(conversation) { Created = system });
        await writer.Append(new Append(conversation) { Created = JournalFixture.Message(conversation, 2).Created! with { Content = "…!" } });
        await writer.Append(JournalFixture.Message(conversation, 3));
        await Fill();
        Assert.Equal(3, Assert.Single(await Indexed()).Seq);
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_not_skipped_and_holds_nothing_up()
    {
        await using var late = await Write("late");
        await using (var early = await Write("early"))
            await early.Commit();
        await Fill();
        Assert.Equal(["'early':1"], await Tokens());

        await late.Commit();
        await Fill();
        Assert.Equal(["'early':1", "'late':1"], await Tokens());
    }

    [Fact]
    public async Task A_message_that_was_removed_by_hand_hides_no_other()
    {
        for (var i = 0; i < 120; i++)
        {
            await using var writing = await Write($"word{i}");
            await writing.Commit();
        }
        await _fixture.Database.Execute("DELETE FROM messages WHERE content = 'word3'");
        await Fill();
        Assert.Equal(119, (await Tokens()).Count);
    }

    [Fact]
    public async Task A_step_that_is_not_committed_is_taken_again()
    {
        await using (var writing = await Write("once"))
            await writing.Commit();
        // It has written how far it came, and not yet what it found, when it is killed.
        await using (await _fixture.Database.Lock("message_search"))
        {
            var step = _index.Step(CancellationToken.None);
            await Task.WhenAny(step, _fixture.Database.UntilBlocked());
            await _fixture.Database.EndBlocked();
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => step);
        }
        Assert.Empty(await Tokens());
        await Fill();
        Assert.Equal(["'once':1"], await Tokens());
    }

    [Fact]
    public async Task Of_two_steps_at_once_one_counts()
    {
        for (var round = 0; round < 20; round++)
        {
            await using (var writing = await Write($"word {round}"))
                await writing.Commit();
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => new SearchIndex(_database).Step(CancellationToken.None)));
        }
        await Fill();
        Assert.Equal(20, (await Tokens()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_any_order_of_commits_steps_and_rollbacks_the_index_holds_what_is_committed(int seed)
    {
        var random = new Random(seed);
        var open = new List<Writing>();
        var committed = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            switch (random.Next(8))
            {
                case < 3 when open.Count < 10:
                    // Some fill a step by themselves, so that others have to wait for the next.
                    open.Add(await Write($"word {(char)('a' + (i % 26))}{i}", random.Next(10) == 0 ? 700 : random.Next(1, 4)));
                    break;
                case < 6 when open.Count > 0:
                    var writing = open[random.Next(open.Count)];
                    open.Remove(writing);
                    if (random.Next(5) > 0)
                    {
                        await writing.Commit();
                        committed.AddRange(Enumerable.Repeat(TsVector.Of(writing.Text), writing.Count));
                    }
                    await writing.DisposeAsync();
                    break;
                default:
                    await Task.WhenAll(Enumerable.Range(0, random.Next(1, 3)).Select(_ => new SearchIndex(_database).Step(CancellationToken.None)));
                    break;
            }
        }
        foreach (var writing in open)
            await writing.DisposeAsync();
        await Fill();
        Assert.Equal(committed.Select(Sorted).Order(StringComparer.Ordinal), (await Tokens()).Select(Sorted).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Messages_older_than_the_index_are_filled()
    {
        await using (var writing = await Write("old", 2_500))
            await writing.Commit();
        // As the migration leaves a database that had messages.
        await _fixture.Database.Execute("""
            UPDATE message_changes SET xid = '0';
            UPDATE search_filler SET seen = pg_current_snapshot(), old_conversation_id = '', old_seq = 0
            """);
        await Fill();
        Assert.Equal(2_500, (await Tokens()).Count);
        Assert.Equal(new SearchStep(0, HasMore: false, InHaste: false), await _index.Step(CancellationToken.None));
    }

    [Fact]
    public async Task A_database_that_came_from_a_server_further_on_is_filled_anew()
    {
        await using (var writing = await Write("restored"))
            await writing.Commit();
        await _fixture.Database.Execute("""
            UPDATE message_changes SET xid = '4000000000';
            UPDATE search_filler SET seen = '4000000001:4000000001:', old_conversation_id = NULL, old_seq = NULL
            """);
        await Fill();
        await using (var writing = await Write("written here"))
            await writing.Commit();
        await Fill();
        Assert.Equal(["'here':2 'written':1", "'restored':1"], await Tokens());
    }

    private async Task Fill()
    {
        while ((await _index.Step(CancellationToken.None)).HasMore)
        {
        }
    }

    private async Task<List<(string ConversationId, long Seq, string Tokens)>> Indexed()
    {
        await using var command = _database.DataSource.CreateCommand("SELECT conversation_id, seq, tokens::text FROM message_search ORDER BY tokens::text");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, long, string)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        return rows;
    }

    private async Task<List<string>> Tokens() => (await Indexed()).ConvertAll(row => row.Tokens);

    private static string Sorted(string vector) => string.Join(' ', vector.Split(' ').Order(StringComparer.Ordinal));

    private async Task<Writing> Write(string text, int count = 1)
    {
        var connection = new NpgsqlConnection(_fixture.Database.ConnectionString);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        var conversation = JournalFixture.NewConversation();
        await using var command = JournalCommand.Create(connection, [.. Enumerable.Range(1, count).Select(seq => new Append(conversation)
        {
            Created = JournalFixture.Message(conversation, seq).Created! with { Content = text },
        })]);
        await command.ExecuteNonQueryAsync();
        return new Writing(connection, transaction, text, count);
    }

    /// <summary>Messages of a conversation of their own, in a transaction that is open.</summary>
    private sealed record Writing(NpgsqlConnection Connection, NpgsqlTransaction Transaction, string Text, int Count) : IAsyncDisposable
    {
        public Task Commit() => Transaction.CommitAsync();

        public ValueTask DisposeAsync() => Connection.DisposeAsync();
    }
}
