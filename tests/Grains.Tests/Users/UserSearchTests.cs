using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Users;

public sealed class UserSearchTests(UserSearchTests.People people) : IClassFixture<UserSearchTests.People>
{
    [Theory]
    [InlineData("ann", "ann anna annabel zoe bann")]
    [InlineData("ANNA", "anna annabel zoe ann bann")]
    [InlineData("annabele", "annabel")]
    [InlineData("hall", "zoe")]
    [InlineData("Annie H", "zoe")]
    [InlineData("ünal", "ulli")]
    [InlineData("100%", "percy")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("a_n", "")]
    [InlineData("\\", "")]
    [InlineData("'", "")]
    [InlineData("👩‍👩‍👧", "fam")]
    [InlineData("nobody", "")]
    public async Task A_prefix_of_either_name_finds_in_order_and_then_what_looks_like_it(string query, string expected) =>
        Assert.Equal(expected, string.Join(' ', await Find(query, limit: 50)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pages_hold_everybody_once(int limit) =>
        Assert.Equal("ann anna annabel zoe bann", string.Join(' ', await Find("ann", limit)));

    [Fact]
    public async Task The_caller_is_left_out() =>
        Assert.Equal("ann annabel zoe bann", string.Join(' ', await Find("ann", limit: 2, people.IdOf("anna"))));

    [Fact]
    public async Task Who_was_erased_is_not_found()
    {
        var id = Ids.NewUser();
        await people.Add(id, "wanda", "Wanda");
        Assert.Equal(["wanda"], await Find("wand", limit: 5));
        await people.Erase(id);
        Assert.Empty(await Find("wand", limit: 5));
    }

    [Fact]
    public async Task A_cursor_of_another_kind_is_refused() =>
        Assert.Equal("cursor", (await people.Reader.Search(Ids.NewUser(), "ann", 10, "AAAA")).Error?.Field);

    private async Task<List<string>> Find(string query, int limit, string? callerId = null)
    {
        var found = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = (await people.Reader.Search(callerId ?? Ids.NewUser(), query, limit, cursor)).Required;
            Assert.InRange(page.Items.Length, 0, limit);
            found.AddRange(page.Items.Select(user => user.Username));
            if (page.NextCursor is null)
                return found;
            cursor = page.NextCursor;
        }
    }

    /// <summary>A directory with a few people.</summary>
    public sealed class People : IAsyncLifetime
    {
        private readonly ClusterFixture _cluster = new();
        private readonly Dictionary<string, string> _ids = [];

        public IUserReaderGrain Reader => _cluster.Grains.GetGrain<IUserReaderGrain>("reader");

        public string IdOf(string username) => _ids[username];

        public async Task InitializeAsync()
        {
            await _cluster.InitializeAsync();
            await Add("annabel", "Belle");
            await Add("anna", "Anna K.");
            await Add("zoe", "Annie Hall");
            await Add("ann", "Zed");
            await Add("bann", "Ban Ann");
            await Add("ulli", "Ünal 🦄");
            await Add("percy", "100% Percy");
            await Add("fam", "👩‍👩‍👧 family");
        }

        public Task DisposeAsync() => _cluster.DisposeAsync();

        public Task Add(string id, string username, string displayName) =>
            _cluster.Grains.GetGrain<IUserGrain>(id).Create(username, displayName);

        /// <summary>As an erased account's row is.</summary>
        public Task Erase(string id) =>
            _cluster.Database.Execute($"UPDATE users SET username = '', display_name = '' WHERE user_id = '{id}'");

        private Task Add(string username, string displayName) => Add(_ids[username] = Ids.NewUser(), username, displayName);
    }
}
