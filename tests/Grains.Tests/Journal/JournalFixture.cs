using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Conversations;
using OrleansChat.Grains.Conversations;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Tests.Journal;

/// <summary>A journal on a migrated database of its own, without grains.</summary>
public sealed class JournalFixture : IAsyncLifetime
{
    private readonly List<(MessageJournal Journal, Database Database)> _running = [];

    public TestDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create();
        await using var database = new Database(Database.ConnectionString);
        await new Migrations(database, NullLogger<Migrations>.Instance).Apply(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        foreach (var (journal, database) in _running)
        {
            await journal.StopAsync(CancellationToken.None);
            await database.DisposeAsync();
        }
        await Database.DisposeAsync();
    }

    internal async Task<MessageJournal> Start(string? connectionString = null)
    {
        var database = new Database(connectionString ?? Database.ConnectionString);
        var journal = new MessageJournal(database, TimeProvider.System, NullLogger<MessageJournal>.Instance);
        await journal.StartAsync(CancellationToken.None);
        _running.Add((journal, database));
        return journal;
    }

    /// <summary>The log holds exactly these seqs.</summary>
    internal async Task AssertSeqs(string conversationId, IEnumerable<int> expected)
    {
        await using var database = new Database(Database.ConnectionString);
        var messages = await new HistoryStore(database).Range(conversationId, 1, long.MaxValue);
        Assert.Equal(expected.Select(seq => (long)seq), messages.Select(message => message.Seq));
    }

    internal static string NewConversation() => Ids.Direct(Ids.NewUser(), Ids.NewUser());

    internal static Append Message(string conversationId, long seq, Guid? clientMessageId = null, string sender = "u.sender") => new(conversationId)
    {
        Created = new Message(
            conversationId, seq, seq, clientMessageId ?? Guid.NewGuid(), sender, MessageType.Text, $"message {seq}",
            null, null, [], [], DateTimeOffset.UnixEpoch.AddSeconds(seq), null, null),
        Cursor = new CursorRow(sender, seq, seq),
    };
}
