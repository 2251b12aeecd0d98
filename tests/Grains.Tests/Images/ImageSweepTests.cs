using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.Accounts;
using OrleansChat.Blobs;
using OrleansChat.Conversations;
using OrleansChat.Grains.Images;
using OrleansChat.Grains.Storage;
using OrleansChat.Images;
using OrleansChat.Users;

namespace OrleansChat.Grains.Tests.Images;

/// <summary>Images that nothing shows are removed, bytes and all; those that something shows are not. On a clock that tests move.</summary>
public sealed class ImageSweepTests : IAsyncLifetime
{
    private const string Png = "image/png";

    // The smallest there is: one transparent pixel.
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private readonly ShiftedClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("orleanschat-blobs-").FullName;
    private TestDatabase _database = null!;
    private Database _connections = null!;
    private TestCluster _cluster = null!;
    private IBlobStore _blobs = null!;

    private ChatKeys Keys { get; } = new(new byte[32], new byte[32]);

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        var connectionString = Database.Normalize(_database.ConnectionString);
        _connections = new Database(connectionString);
        await new Migrations(_connections, NullLogger<Migrations>.Instance).Apply(CancellationToken.None);
        _blobs = AddBlobs(new ServiceCollection()).BuildServiceProvider().GetRequiredService<IBlobStore>();
        _cluster = await TestCluster.Start(connectionString, new Dictionary<string, string?>(), services =>
        {
            services.AddSingleton<TimeProvider>(_clock);
            AddBlobs(services);
            services.AddChatGrains(connectionString, new AccountKey(Keys.Names));
        });
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _connections.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_asked_for_and_never_completed_goes_after_a_day()
    {
        var (owner, id) = (await NewUser(), await Asked());
        await _blobs.Write(BlobKeys.Upload(id, Png), Pixel);
        await Sweep(TimeSpan.FromHours(23));
        Assert.Equal(1, await Rows(id));
        await Sweep(TimeSpan.FromHours(2));
        await MustBeGone(id);
        Assert.Equal(ErrorCode.NotFound, (await Grain(id).Complete(owner)).Error?.Code);
    }

    [Fact]
    public async Task What_nothing_shows_goes_after_a_day()
    {
        var owner = await NewUser();
        var id = await Ready(owner);
        await Sweep(TimeSpan.FromHours(1));
        await Sweep(TimeSpan.FromHours(22));
        Assert.Null((await Grain(id).Find(owner)).Error);
        await Sweep(TimeSpan.FromHours(4));
        await MustBeGone(id);
        Assert.Equal(ErrorCode.NotFound, (await Grain(id).Find(owner)).Error?.Code);
        Assert.Equal(ErrorCode.ValidationFailed, (await Grain(id).Use(owner)).Error?.Code);
    }

    [Fact]
    public async Task What_a_message_or_a_profile_shows_stays_until_it_no_longer_does()
    {
        var (alice, bob) = (await NewUser(), await NewUser());
        var (sent, worn) = (await Ready(alice), await Ready(alice));
        var direct = _cluster.Grains.GetGrain<IDirectConversationGrain>(Ids.Direct(alice, bob));
        Assert.Null((await direct.Send(alice, new NewMessage(Guid.NewGuid(), "", null, sent))).Error);
        var key = (await Grain(worn).Use(alice)).Required.Url;
        await User(alice).ChangeAvatar(key);
        for (var day = 0; day < 20; day++)
            await Sweep(TimeSpan.FromDays(1));
        Assert.Null((await Grain(sent).Find(bob)).Error);
        Assert.Null((await Grain(worn).Find(bob)).Error);

        // Deleting tells the image, which goes within minutes; nothing tells the other, which is found within a week.
        Assert.Null((await direct.Delete(alice, 1)).Error);
        await User(alice).ChangeAvatar(null);
        await Until(async () =>
        {
            await Sweep(TimeSpan.FromMinutes(2));
            return await Rows(sent) == 0;
        });
        await MustBeGone(sent);
        Assert.Equal(1, await Rows(worn));
        await Sweep(TimeSpan.FromDays(8));
        await MustBeGone(worn);
    }

    [Fact]
    public async Task An_image_that_was_just_used_survives_the_end_of_another_use()
    {
        var (alice, bob) = (await NewUser(), await NewUser());
        var id = await Ready(alice);
        await Sweep(TimeSpan.FromHours(1));
        var direct = _cluster.Grains.GetGrain<IDirectConversationGrain>(Ids.Direct(alice, bob));
        await direct.Send(alice, new NewMessage(Guid.NewGuid(), "", null, id));
        // As if a second message were on its way when the first is deleted.
        await Grain(id).Use(alice);
        await direct.Delete(alice, 1);
        await Sweep(TimeSpan.FromSeconds(30));
        Assert.Null((await direct.Send(alice, new NewMessage(Guid.NewGuid(), "", null, id))).Error);
        await Sweep(TimeSpan.FromDays(2));
        Assert.Null((await Grain(id).Find(bob)).Error);
    }

    [Fact]
    public async Task What_comes_through_a_link_after_the_check_is_deleted()
    {
        var owner = await NewUser();
        var (ready, refused) = (await Ready(owner), await Asked(owner));
        await _blobs.Write(BlobKeys.Upload(refused, Png), new byte[3]);
        Assert.Equal(ErrorCode.UnsupportedMediaType, (await Grain(refused).Complete(owner)).Error?.Code);
        await _blobs.Write(BlobKeys.Upload(ready, Png), Pixel);
        await _blobs.Write(BlobKeys.Upload(refused, Png), Pixel);
        await _blobs.Write(BlobKeys.ThumbnailUpload(ready, "image/webp"), Pixel);
        await Sweep(TimeSpan.FromMinutes(20));
        await MustBeGone(refused);
        Assert.Null(await _blobs.FindSize(BlobKeys.Upload(ready, Png)));
        Assert.Null(await _blobs.FindSize(BlobKeys.ThumbnailUpload(ready, "image/webp")));
        Assert.NotNull(await _blobs.FindSize(BlobKeys.Image(ready, Png)));
    }

    [Fact]
    public async Task A_second_activation_that_believes_in_an_older_row_is_fenced()
    {
        var owner = await NewUser();
        var id = await Ready(owner);
        await _database.Execute($"UPDATE images SET version = version + 1, state = 2 WHERE image_id = '{id}'");
        await Assert.ThrowsAnyAsync<Exception>(() => Grain(id).Use(owner));
        await Until(async () =>
        {
            try
            {
                return (await Grain(id).Use(owner)).Error?.Code == ErrorCode.ValidationFailed;
            }
            catch (Exception)
            {
                return false; // the old activation is on its way out
            }
        });
    }

    [Fact]
    public async Task What_is_owned_can_be_listed_and_forgotten()
    {
        var owner = await NewUser();
        var (ready, asked) = (await Ready(owner), await Asked(owner));
        var reader = _cluster.Grains.GetGrain<IImageReaderGrain>("reader.0");
        Assert.Equal([ready, asked], (await reader.OwnedBy(owner)).Required.Select(image => image.Id));
        await Task.WhenAll(Grain(ready).Forget(), Grain(asked).Forget());
        Assert.Empty((await reader.OwnedBy(owner)).Required);
        Assert.Null(await _blobs.FindSize(BlobKeys.Image(ready, Png)));
    }

    private async Task<string> Asked(string? owner = null)
    {
        var id = Ids.NewImage();
        Assert.Null((await Grain(id).Ask(owner ?? await NewUser(), new NewImage(Png, 1_000, "label.png", null, 0))).Error);
        return id;
    }

    private async Task<string> Ready(string owner)
    {
        var id = await Asked(owner);
        await _blobs.Write(BlobKeys.Upload(id, Png), Pixel);
        Assert.Equal((1, 1), (await Grain(id).Complete(owner)).Required is var image ? (image.Width, image.Height) : default);
        return id;
    }

    private async Task Sweep(TimeSpan later)
    {
        _clock.Shift += later;
        await new ImageSweeper(new ImageStore(_connections), _cluster.Grains, _clock, NullLogger<ImageSweeper>.Instance).Sweep(default);
    }

    private async Task MustBeGone(string id)
    {
        Assert.Equal(0, await Rows(id));
        Assert.DoesNotContain(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories), path => path.Contains(id, StringComparison.Ordinal));
    }

    private Task<long> Rows(string id) => _database.Read<long>($"SELECT count(*) FROM images WHERE image_id = '{id}'");

    private static async Task Until(Func<Task<bool>> happened)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(20); !await happened(); await Task.Delay(20))
            Assert.True(DateTime.UtcNow < deadline, "It did not happen.");
    }

    private IServiceCollection AddBlobs(IServiceCollection services) => services.AddBlobs(new BlobOptions { Folder = _folder }, Keys);

    private IImageGrain Grain(string id) => _cluster.Grains.GetGrain<IImageGrain>(id);

    private IUserGrain User(string id) => _cluster.Grains.GetGrain<IUserGrain>(id);

    private async Task<string> NewUser()
    {
        var id = Ids.NewUser();
        await User(id).Create(id[2..], id[2..]);
        return id;
    }

    /// <summary>Runs with the machine's, ahead by as much as a test says; timers keep to the machine's.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private long _ticks;

        public TimeSpan Shift
        {
            get => new(Interlocked.Read(ref _ticks));
            set => Interlocked.Exchange(ref _ticks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
