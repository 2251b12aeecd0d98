using System.Text;
using Npgsql;
using OrleansChat.Grains.Search;

namespace OrleansChat.Grains.Tests.Search;

public sealed class SearchQueryTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.Create();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("Red wine", "('red') & ('wine')")]
    [InlineData("\"red wine\"", "('red' <1> 'wine')")]
    [InlineData("“red wine” beer", "('red' <1> 'wine') & ('beer')")]
    [InlineData("-beer wine", "('wine') & !('beer')")]
    [InlineData("wine -\"root beer\"", "('wine') & !('root' <1> 'beer')")]
    [InlineData("win*", "('win':*)")]
    [InlineData("\"red win*\"", "('red' <1> 'win':*)")]
    [InlineData("a*b", "('a' <1> 'b')")]
    [InlineData("-win* red", "('red') & !('win':*)")]
    [InlineData("re-think", "('re' <1> 'think')")]
    [InlineData("example.com/a", "('example' <1> 'com' <1> 'a')")]
    [InlineData("abc123", "('abc' <1> '123')")]
    [InlineData("日本語", "('日本' <1> '本語')")]
    [InlineData("日", "('日':*)")]
    [InlineData("手机iPhone", "('手机' <2> 'iphone')")]
    [InlineData("\"red wine", "('red' <1> 'wine')")]
    [InlineData("red\"wine", "('red') & ('wine')")]
    [InlineData("o'neil \\", "('o' <1> 'neil')")]
    [InlineData("👍🏽 yes", "('👍') & ('yes')")]
    [InlineData("red & !wine | (x)", "('red') & ('wine') & ('x')")]
    public void Text_becomes_a_query(string text, string tsQuery) => Assert.Equal(tsQuery, SearchQuery.Parse(text).ToTsQuery());

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("-beer -\"root beer\"")]
    [InlineData("\"\"")]
    [InlineData("?! - -- \"")]
    [InlineData("*")]
    public void What_names_nothing_finds_nothing(string text) => Assert.True(SearchQuery.Parse(text).FindsNothing);

    [Fact]
    public void What_is_very_long_is_looked_at_in_part()
    {
        var query = SearchQuery.Parse(string.Join(' ', Enumerable.Range(0, 5_000).Select(n => $"w{n}")));
        Assert.Equal(SearchQuery.MaxTokens, query.Terms.Sum(term => term.Tokens.Length));
    }

    [Fact]
    public async Task Any_text_is_a_query_that_PostgreSQL_reads_and_finds_itself()
    {
        var random = new Random(1);
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        for (var i = 0; i < 500; i++)
        {
            var text = RandomText(random);
            var query = SearchQuery.Parse(text);
            var plain = SearchQuery.Parse(text.Replace('-', ' ').Replace('*', ' '));
            Snippet.Of(text, query);
            await using var command = source.CreateCommand("SELECT $1::tsvector @@ $2::tsquery, $3::tsquery::text");
            command.Parameters.Add(new() { Value = TsVector.Of(text), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = plain.ToTsQuery(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = query.ToTsQuery(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            Assert.True(plain.FindsNothing || reader.GetBoolean(0), $"{i}: {Escaped(text)} is not found by itself");
            Assert.Equal(plain.FindsNothing, Snippet.Hits(text, plain).Count == 0);
        }
    }

    /// <summary>Of all of Unicode, and more often of what has a meaning somewhere.</summary>
    private static string RandomText(Random random)
    {
        const string special = "  \"\"--**'\\&|!():<>abcß1日本語ไทยがガ각한\u0301\u3099\u200D\uFE0F👍🏽🇩🇪\uD800\uDC00\0%_";
        var text = new StringBuilder();
        for (var i = random.Next(40); i > 0; i--)
        {
            if (random.Next(4) > 0)
                text.Append(special[random.Next(special.Length)]);
            else
                text.Append(new Rune(random.Next(2) == 0 ? random.Next(0xD800) : random.Next(0xE000, 0x110000)));
        }
        return text.ToString();
    }

    private static string Escaped(string text) => string.Concat(text.Select(unit => $"\\u{(int)unit:X4}"));
}
