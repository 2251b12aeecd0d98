using System.Collections.Concurrent;
using Npgsql;

namespace OrleansChat.LoadTests.Baseline;

internal sealed record BaselineConversation(HashSet<string> Members, bool IsDirect);

/// <summary>The baseline's tables: members, which it keeps in memory, and messages, one statement and one commit each.</summary>
internal sealed class BaselineStore(NpgsqlDataSource database)
{
    /// <summary>To PostgreSQL. More than a few wait for one core only; measured: 8 to 64 are alike, 4 are slower.</summary>
    public const int Connections = 24;

    /// <summary>Made by who starts it.</summary>
    public const string Tables = """
        CREATE TABLE members (conversation_id text, user_id text, PRIMARY KEY (conversation_id, user_id));
        CREATE TABLE messages (
            id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            conversation_id   text        NOT NULL,
            sender_id         text        NOT NULL,
            client_message_id uuid        NOT NULL,
            content           text        NOT NULL,
            created_at        timestamptz NOT NULL
        );
        CREATE INDEX messages_history ON messages (conversation_id, id);
        """;

    private readonly ConcurrentDictionary<string, BaselineConversation> _conversations = [];
    private readonly ConcurrentDictionary<string, ImmutableList<string>> _groups = [];

    /// <summary>Makes a conversation.</summary>
    /// <param name="id">Begins with d when it is direct.</param>
    public async Task Add(string id, IReadOnlyList<string> members)
    {
        await using var command = database.CreateCommand("INSERT INTO members (conversation_id, user_id) SELECT $1, unnest($2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. members] });
        await command.ExecuteNonQueryAsync();
        Cache(id, members);
    }

    public async Task Load()
    {
        await using var command = database.CreateCommand("SELECT conversation_id, array_agg(user_id) FROM members GROUP BY conversation_id");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            Cache(reader.GetString(0), await reader.GetFieldValueAsync<string[]>(1));
    }

    public BaselineConversation? Find(string id) => _conversations.GetValueOrDefault(id);

    public IReadOnlyList<string> GroupsOf(string userId) => _groups.GetValueOrDefault(userId) ?? [];

    /// <returns>The message's id, once it is committed.</returns>
    public async Task<long> Insert(BaselineInput input, string sender, DateTimeOffset at)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO messages (conversation_id, sender_id, client_message_id, content, created_at)
            VALUES ($1, $2, $3, $4, $5) RETURNING id
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = input.ConversationId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sender });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = input.ClientMessageId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = input.Content });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private void Cache(string id, IReadOnlyList<string> members)
    {
        var isDirect = id.StartsWith('d');
        _conversations[id] = new([.. members], isDirect);
        if (isDirect)
            return;
        foreach (var member in members)
            _groups.AddOrUpdate(member, [id], (_, before) => before.Add(id));
    }
}
