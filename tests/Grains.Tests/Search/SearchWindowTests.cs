using Npgsql;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Search;
using OrleansChat.Grains.Storage;
using OrleansChat.Grains.Tests.Journal;
using OrleansChat.Search;

namespace OrleansChat.Grains.Tests.Search;

/// <summary>Window by window every match is reached, once, however many there are and whichever way they are found.</summary>
public sealed class SearchWindowTests(SearchWindowTests.Log log) : IClassFixture<SearchWindowTests.Log>
{
    /// <summary>More than a search looks at in one go.</summary>
    private const int Messages = 12_000;

    /// <summary>The first of them, from a time when little was written: no look reaches them all.</summary>
    private const int Sparse = 2_000;

    /// <summary>Words, and in one of how many messages they are.</summary>
    private static readonly Dictionary<string, int> Words = new() { ["every"] = 1, ["often"] = 40, ["rare"] = 1_000 };

    private readonly string _reader = Ids.NewUser();

    [Theory]
    [InlineData("every", null)]
    [InlineData("every", 0)]
    [InlineData("often", null)]
    [InlineData("\"every often\"", null)]
    [InlineData("often -rare", 1)]
    [InlineData("rare", null)]
    [InlineData("rare", 1)]
    public async Task All_matches_are_reached_once(string text, int? only)
    {
        await log.Join(_reader, 0, 1);
        var found = await All(text, only);
        Assert.Equal(Expected(text, only), found.Order());
        Assert.NotEmpty(found);
    }

    [Fact]
    public async Task A_conversation_that_the_caller_is_not_in_is_not_searched()
    {
        foreach (var word in Words.Keys)
            Assert.Empty(await All(word, null));
        await log.Join(_reader, 1);
        Assert.Equal(Expected("often", 1), (await All("often", null)).Order());
    }

    /// <summary>The numbers of the messages that have the words; the third conversation is not the reader's.</summary>
    private static IEnumerable<int> Expected(string text, int? only) => Enumerable.Range(0, Messages).Where(number =>
        number % 3 != 2 && (only is null || number % 3 == only)
        && text.Replace("\"", "", StringComparison.Ordinal).Split(' ').All(word => word[0] == '-' ? number % Words[word[1..]] != 0 : number % Words[word] == 0));

    private async Task<List<int>> All(string text, int? only)
    {
        var found = new List<int>();
        for (string? cursor = null; ;)
        {
            var request = new SearchRequest(text, only is { } index ? log.Conversations[index] : null, null, null, null, 200, cursor);
            var page = (await log.Search.Search(_reader, SearchQuery.Parse(text), request, cursor is null ? SearchPosition.Start : SearchPosition.Parse(cursor)!)).Required;
            found.AddRange(page.Items.Select(hit => int.Parse(hit.Message.Content.Split(' ')[^1])));
            Assert.True(found.Count <= Messages);
            if ((cursor = page.NextCursor) is null)
                return found;
        }
    }

    /// <summary>Messages in three conversations by turns, each ending with its number: first one a minute, then one a second until now.</summary>
    public sealed class Log : IAsyncLifetime
    {
        private readonly JournalFixture _fixture = new();
        private Database _database = null!;

        public string[] Conversations { get; } = [.. Enumerable.Range(0, 3).Select(_ => JournalFixture.NewConversation())];

        internal SearchStore Search { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await _fixture.InitializeAsync();
            _database = new Database(_fixture.Database.ConnectionString);
            Search = new SearchStore(_database);
            await Write();
            var index = new SearchIndex(_database);
            while ((await index.Step(CancellationToken.None)).HasMore)
            {
            }
            await _fixture.Database.Execute("ANALYZE");
        }

        public async Task DisposeAsync()
        {
            await _database.DisposeAsync();
            await _fixture.DisposeAsync();
        }

        public async Task Join(string userId, params int[] conversations)
        {
            foreach (var number in conversations)
            {
                await _fixture.Database.Execute(
                    $"INSERT INTO user_conversations (user_id, conversation_id, created_at) VALUES ('{userId}', '{Conversations[number]}', now())");
            }
        }

        private async Task Write()
        {
            var start = DateTimeOffset.UtcNow.AddSeconds(Sparse - Messages);
            await using var connection = new NpgsqlConnection(_fixture.Database.ConnectionString);
            await connection.OpenAsync();
            foreach (var numbers in Enumerable.Range(0, Messages).Chunk(2_000))
            {
                await using var command = JournalCommand.Create(connection, [.. numbers.Select(number => new Append(Conversations[number % 3])
                {
                    Created = JournalFixture.Message(Conversations[number % 3], (number / 3) + 1).Created! with
                    {
                        Content = string.Join(' ', [.. Words.Where(word => number % word.Value == 0).Select(word => word.Key), $"{number}"]),
                        CreatedAt = start + ((number - Sparse) * (number < Sparse ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1))),
                    },
                })]);
                await command.ExecuteNonQueryAsync();
            }
        }
    }
}
