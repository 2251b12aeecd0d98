using OrleansChat.Blobs.Azure;

namespace OrleansChat.Blobs.Tests.Stores;

/// <summary>Against Azurite, Microsoft's emulator.</summary>
public sealed class AzureBlobStoreTests(AzureBlobStoreTests.Azurite azurite) : BlobStoreContract, IClassFixture<AzureBlobStoreTests.Azurite>
{
    internal override IBlobStore Store => azurite.Store;

    private protected override bool BindsUploads => false;

    [Fact]
    public async Task Links_name_the_public_endpoint_and_are_good_there()
    {
        var store = azurite.StoreReachedAt("localhost");
        var key = BlobKeys.Upload(Ids.NewImage(), "image/png");
        await store.Write(key, new byte[] { 1, 2, 3 });

        var link = store.SignDownload(key, DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.StartsWith("http://localhost:", link, StringComparison.Ordinal);
        Assert.StartsWith("http://localhost:", store.SignUpload(key, 3, DateTimeOffset.UtcNow.AddMinutes(5)).Url, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Equal([1, 2, 3], await http.GetByteArrayAsync(new Uri(link)));
    }

    public sealed class Azurite : IAsyncLifetime
    {
        private Emulator? _emulator;

        internal IBlobStore Store { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _emulator = await Emulator.Start(
                "azurite/dist/src/blob/main.js",
                "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry");
            Store = StoreReachedAt(null);
        }

        /// <param name="host">The emulator's in links; null for the one that servers use.</param>
        internal IBlobStore StoreReachedAt(string? host)
        {
            // The emulator's account and key are the same everywhere and in its documentation.
            const string account = "devstoreaccount1";
            const string key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
            return new AzureBlobStore(new BlobOptions.AzureOptions
            {
                ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
                    + $"BlobEndpoint=http://127.0.0.1:{_emulator!.Port}/{account};",
                Container = "images",
                PublicEndpoint = host is null ? null : $"http://{host}:{_emulator.Port}/{account}",
            });
        }

        public async Task DisposeAsync() => await _emulator!.DisposeAsync();
    }
}
