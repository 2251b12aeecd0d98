using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Backups;
using OrleansChat.Backups.Verify;
using OrleansChat.Grains.Storage;

namespace OrleansChat.Grains.Tests.Storage;

/// <summary>An archive of a database that an earlier build has made.</summary>
public sealed class OlderArchiveTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleanschat-archive-").FullName;
    private TestDatabase _source = null!;
    private TestDatabase _target = null!;

    public async Task InitializeAsync() => (_source, _target) = (await TestDatabase.Create(), await TestDatabase.Create());

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>5: before search, images and marks of Syncs.</summary>
    [Fact]
    public async Task Is_restored_at_its_own_schema_and_brought_up_to_date()
    {
        await Migrate(_source, last: 5);
        await _source.Execute("""
            INSERT INTO users (user_id, username, display_name, created_at, changed_at) VALUES ('u.1', 'ann', E'Ann\tN\\', now(), now());
            INSERT INTO messages (conversation_id, seq, version, first_version, sender_id, type, content, created_at)
            VALUES ('d.1.2', 1, 1, 1, 'u.1', 0, E'two\nlines', now()), ('d.1.2', 2, 2, 2, 'u.1', 0, '', '1970-01-01');
            INSERT INTO message_changes (conversation_id, version, seq) VALUES ('d.1.2', 1, 1), ('d.1.2', 2, 2);
            INSERT INTO user_conversations (user_id, conversation_id, created_at) VALUES ('u.2', 'd.1.2', now());
            INSERT INTO contacts (user_id, other_id, status, blocked_by_other, created_at) VALUES ('u.1', 'u.2', 3, false, now());
            INSERT INTO orleansstorage VALUES (1, 0, 0, 2, 'user', 'u.1', 'orleanschat', '\x7b7d', now(), 3);
            """);
        Assert.Equal(0, await CreateCommand.Run(Settings(_source, "--to", Archive, "--data", _folder), CancellationToken.None));
        Assert.Equal(0, await RestoreCommand.Run(Settings(_target, "--from", Archive, "--data", _folder), CancellationToken.None));
        Assert.Equal(0, await VerifyCommand.Run(Settings(_target, "--from", Archive, "--data", _folder), CancellationToken.None));

        Assert.Equal(Migrations.Newest, await _target.Read<int>("SELECT max(number) FROM schema_migrations"));
        Assert.Equal("two\nlines", await _target.Read<string>("SELECT content FROM messages WHERE seq = 1"));
        Assert.Equal("Ann\tN\\", await _target.Read<string>("SELECT display_name FROM users"));
        Assert.True(await _target.Read<bool>("SELECT old_conversation_id = '' AND old_seq = 0 FROM search_filler"));
    }

    /// <summary>A restore that failed leaves the tables; it can be run again.</summary>
    [Fact]
    public async Task Goes_into_tables_that_are_there_and_empty()
    {
        await Migrate(_source);
        await CreateCommand.Run(Settings(_source, "--to", Archive, "--data", _folder), CancellationToken.None);
        await Migrate(_target);
        Assert.Equal(0, await RestoreCommand.Run(Settings(_target, "--from", Archive, "--data", _folder), CancellationToken.None));
    }

    private string Archive => Path.Combine(_folder, "backup.zip");

    private static Settings Settings(TestDatabase database, params string[] arguments) =>
        new(arguments, new Dictionary<string, string?> { ["Chat:Database"] = database.ConnectionString });

    private static async Task Migrate(TestDatabase on, int? last = null)
    {
        await using var database = new Database(on.ConnectionString);
        await new Migrations(database, NullLogger<Migrations>.Instance).Apply(CancellationToken.None, last);
    }
}
